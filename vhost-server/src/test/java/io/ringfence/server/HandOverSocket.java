package io.ringfence.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.os.UnixMessages;
import io.ringfence.server.session.ListeningSocket;
import io.ringfence.server.session.PeerConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of a hand-over's connection, message by message, written without the daemon's code for
 * it: {@code u32 type, u32 more frames follow, u32 bytes}, then JSON, descriptors with the header.
 */
final class HandOverSocket implements AutoCloseable {
  static final int HELLO = 0;
  static final int CONFIG = 1;
  static final int PREPARE = 2;
  static final int STATE = 3;
  static final int COMMIT = 4;
  static final int PLACES = 5;
  static final int START = 6;
  static final int REFUSAL = 7;

  private static final int HEADER_BYTES = 12;
  private static final int FRAME_BYTES = 1 << 16;
  private static final int AWAIT_MILLIS = 10_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Fd socket;
  private final UnixMessages messages;

  /** A message; who has it closes its descriptors. */
  record Message(int type, ObjectNode body, List<Fd> fds) {}

  private HandOverSocket(Fd socket) {
    this.socket = socket;
    messages = new UnixMessages(socket.number(), HEADER_BYTES, FRAME_BYTES);
  }

  static HandOverSocket connect(Path path) throws IOException {
    return new HandOverSocket(PeerConnection.connect(path).socket());
  }

  /** The next process that connects. */
  static HandOverSocket accept(ListeningSocket door) throws IOException {
    if (!door.await(AWAIT_MILLIS)) {
      throw new AssertionError("nobody connected within " + AWAIT_MILLIS + " ms");
    }
    return new HandOverSocket(door.accept().socket());
  }

  /** Sends a message in one frame; the descriptors stay the caller's. */
  void send(int type, ObjectNode body, List<Fd> fds) throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    if (json.length > FRAME_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes of JSON; a frame has up to %d".formatted(json.length, FRAME_BYTES));
    }
    ByteBuffer frame =
        ByteBuffer.allocate(HEADER_BYTES + json.length).order(ByteOrder.nativeOrder());
    frame.putInt(type).putInt(0).putInt(json.length).put(json);
    messages.send(frame.array(), fds);
  }

  /** The next message; null at the end of the connection. */
  Message receive() throws IOException {
    var json = new ByteArrayOutputStream();
    var fds = new ArrayList<Fd>();
    MemorySegment header;
    boolean more;
    int type;
    do {
      header = messages.readHeader();
      if (header == null) {
        return null;
      }
      type = header.get(ValueLayout.JAVA_INT, 0);
      more = header.get(ValueLayout.JAVA_INT, 4) != 0;
      int bytes = header.get(ValueLayout.JAVA_INT, 8);
      json.write(messages.readPayload(bytes).toArray(ValueLayout.JAVA_BYTE));
      fds.addAll(messages.takeFds());
    } while (more);
    return new Message(type, (ObjectNode) JSON.readTree(json.toByteArray()), fds);
  }

  /** The next message, which must be of this type. */
  Message expect(int type) throws IOException {
    Message message = receive();
    if (message == null || message.type() != type) {
      throw new AssertionError("message of type %d was due; seen: %s".formatted(type, message));
    }
    return message;
  }

  /** Waits until the other side has closed the connection. */
  void awaitEnd() throws IOException {
    try {
      Message late = receive();
      if (late != null) {
        throw new AssertionError("the end was due; seen: " + late);
      }
    } catch (PeerException ended) {
      // with a message of ours unread
    }
  }

  @Override
  public void close() {
    messages.close();
    socket.close();
  }
}
