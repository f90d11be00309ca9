package io.ringfence.server.takeover;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.OsException;
import io.ringfence.server.os.UnixMessages;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.takeover.Messages.Refusal;
import io.ringfence.server.takeover.Messages.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages between the two processes: JSON with descriptors, in frames of limited size, which are
 * the same in every format.
 *
 * <pre>
 *   0 u32 type   4 u32 further frames of the message follow: 1, else 0   8 u32 bytes of JSON   12 JSON
 * </pre>
 */
final class Wire implements AutoCloseable {
  private static final int HEADER_BYTES = 12;
  private static final int FRAME_BYTES = 1 << 16;
  private static final int FRAME_FDS = 200; // the kernel takes 253
  private static final int MOST_BYTES = 32 << 20; // a waiting frame for each of 64 pairs, and room

  private final Fd socket;
  private final UnixMessages messages;
  private FdTable fds = new FdTable();
  private String unknown; // of the last message; null if it had none

  /** Takes over a connection and closes it with this object. */
  Wire(Fd socket) {
    this.socket = socket;
    messages = new UnixMessages(socket.number(), HEADER_BYTES, FRAME_BYTES);
  }

  void send(Type type, Object body) throws HandOverException {
    send(type, body, List.of(), null);
  }

  /**
   * Sends a message.
   *
   * @param fds stay the caller's
   * @param kept fields of an earlier message to pass on, as {@link #unknown} returned them; null
   *     for none
   * @throws HandOverException if the other process has gone
   */
  void send(Type type, Object body, List<Fd> fds, String kept) throws HandOverException {
    byte[] json = MessageJson.write(body, kept);
    try {
      int sent = 0;
      int fdsSent = 0;
      do {
        int end = Math.min(sent + FRAME_BYTES, json.length);
        int fdsEnd = Math.min(fdsSent + FRAME_FDS, fds.size());
        boolean more = end < json.length || fdsEnd < fds.size();
        messages.send(
            frame(type, more, Arrays.copyOfRange(json, sent, end)), fds.subList(fdsSent, fdsEnd));
        sent = end;
        fdsSent = fdsEnd;
      } while (sent < json.length || fdsSent < fds.size());
    } catch (IOException | OsException e) {
      throw new HandOverException("%s not sent: %s".formatted(type, e.getMessage()), e);
    }
  }

  private static byte[] frame(Type type, boolean more, byte[] json) {
    return ByteBuffer.allocate(HEADER_BYTES + json.length)
        .order(ByteOrder.nativeOrder())
        .putInt(type.code())
        .putInt(more ? 1 : 0)
        .putInt(json.length)
        .put(json)
        .array();
  }

  /**
   * Waits for a message. Its descriptors are in {@link #fds} until the next one.
   *
   * @throws HandOverException if it does not come in time, is another one, or cannot be decoded
   */
  <T> T receive(Type type, Class<T> form, int seconds) throws HandOverException {
    fds.close();
    var received = new ArrayList<Fd>();
    try {
      MessageJson.Read<T> read = read(type, await(type, received, seconds), form);
      unknown = read.unknown();
      return read.message();
    } catch (IOException | OsException e) {
      throw new HandOverException("%s: %s".formatted(type, e.getMessage()), e);
    } finally {
      fds = new FdTable(received);
    }
  }

  private static <T> MessageJson.Read<T> read(Type type, byte[] json, Class<T> form)
      throws HandOverException {
    try {
      return MessageJson.read(json, form);
    } catch (HandOverException e) {
      throw new HandOverException("%s: %s".formatted(type, e.getMessage()), e);
    }
  }

  /**
   * Waits for the bytes. The limit applies to the other process alone: decoding may take longer, as
   * JSON does at first.
   */
  private byte[] await(Type expected, List<Fd> received, int seconds)
      throws IOException, HandOverException {
    try (var _ = new Alarm(seconds, this::shutdown)) {
      return receive(expected, received);
    }
  }

  private byte[] receive(Type expected, List<Fd> received) throws IOException, HandOverException {
    var json = new ByteArrayOutputStream();
    boolean more = true;
    while (more) {
      MemorySegment header = messages.readHeader();
      if (header == null) {
        throw new HandOverException(
            "the other process ended, or did not answer in time; expected %s".formatted(expected));
      }
      Type type = Type.of(header.get(ValueLayout.JAVA_INT, 0));
      more = header.get(ValueLayout.JAVA_INT, 4) != 0;
      int bytes = header.get(ValueLayout.JAVA_INT, 8);
      if (bytes < 0 || bytes > FRAME_BYTES || json.size() + bytes > MOST_BYTES) {
        throw new HandOverException(
            "%s of %d bytes more; allowed are frames of %d, %d in all"
                .formatted(type, bytes, FRAME_BYTES, MOST_BYTES));
      }
      json.write(messages.readPayload(bytes).toArray(ValueLayout.JAVA_BYTE));
      received.addAll(messages.takeFds());
      if (type == Type.REFUSAL) {
        throw new HandOverException(read(type, json.toByteArray(), Refusal.class).message().why());
      }
      if (type != expected) {
        throw new HandOverException("received %s, expected %s".formatted(type, expected));
      }
    }
    return json.toByteArray();
  }

  /** Returns the descriptors of the last message. */
  FdTable fds() {
    return fds;
  }

  /** Returns the unknown fields of the last message to pass on; null if there are none. */
  String unknown() {
    return unknown;
  }

  /** Sends the other process the reason why this one gives up, if the connection is open. */
  void refuse(String why) {
    try {
      send(Type.REFUSAL, new Refusal(why));
    } catch (HandOverException gone) {
      // then no refusal is needed
    }
  }

  /** Ends the connection for both sides: a waiting side sees its end. */
  synchronized void shutdown() {
    if (socket.isOpen()) { // its number may be another descriptor's by now
      messages.shutdown();
    }
  }

  /** Waits until the other side has closed its end, at most {@code seconds}. */
  void awaitEnd(int seconds) {
    try {
      receive(Type.REFUSAL, Refusal.class, seconds);
    } catch (HandOverException ended) {
      // as expected
    }
  }

  @Override
  public synchronized void close() {
    fds.close();
    messages.close();
    socket.close();
  }
}
