package io.ringfence.testkit.wire;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.os.Fds;
import io.ringfence.testkit.os.OsError;
import io.ringfence.testkit.os.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A vhost-user connection, message by message or byte by byte, without checks of what is sent:
 * {@code u32 request, u32 flags, u32 size}, then the payload, in this machine's byte order
 * (vhost-user.rst, "Message Specification").
 */
public final class VhostSocket implements AutoCloseable {
  public static final int VERSION = 1;
  public static final int NEED_REPLY = 8;
  public static final int HEADER_BYTES = 12;

  private final UnixSocket socket;
  private final List<Integer> arrivedFds = new ArrayList<>();
  private long sent;
  private long cutAfter = Long.MAX_VALUE;
  private int chunk = Integer.MAX_VALUE;
  private long patienceMillis = SoftwareFrontEnd.TIMEOUT_MILLIS;
  private Recording recording; // null unless recording

  /** Takes over a connected socket. */
  public VhostSocket(UnixSocket socket) {
    this.socket = socket;
  }

  /** Connects to a back-end that listens; a path that starts with '@' is an abstract one. */
  public static VhostSocket connect(String path) {
    return new VhostSocket(UnixSocket.connect(path));
  }

  /** Connects as {@link #connect} does. Returns null if the listener's queue is full. */
  public static VhostSocket tryConnect(String path) {
    UnixSocket socket = UnixSocket.tryConnect(path);
    return socket == null ? null : new VhostSocket(socket);
  }

  /** Starts recording: notes each message sent and whether it was answered. */
  public Recording record() {
    recording = new Recording();
    return recording;
  }

  // Faults
  // -----------------------------------------------------------------------------------------------------------------------------------

  /**
   * Closes the connection after {@code bytes} bytes in total. The send that is under way throws
   * {@link CutOff}.
   */
  public void cutAfter(long bytes) {
    cutAfter = bytes;
  }

  /** Limits the bytes passed to the kernel in one call; 1 sends byte by byte. */
  public void chunk(int bytes) {
    chunk = bytes;
  }

  /**
   * Limits the wait of a send for the back-end's read. Beyond it the send throws {@link TimedOut}.
   */
  public void patience(long millis) {
    patienceMillis = millis;
  }

  /** Returns the bytes sent so far. */
  public long sent() {
    return sent;
  }

  /** The connection was closed on purpose, by {@link #cutAfter}. */
  public static final class CutOff extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutOff(long bytes) {
      super("connection closed after " + bytes + " bytes, as requested");
    }
  }

  // Sending
  // ----------------------------------------------------------------------------------------------------------------------------------

  /** Sends a message with a correct header. The caller keeps its descriptors. */
  public void send(int request, int flags, byte[] payload, int... fds) {
    sendBytes(frame(request, flags, payload.length, payload), fds);
  }

  /** Returns the bytes of a message; {@code size} is the size field of its header. */
  public static byte[] frame(int request, int flags, int size, byte[] payload) {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES + payload.length).order(ByteOrder.nativeOrder());
    return bytes.putInt(request).putInt(flags).putInt(size).put(payload).array();
  }

  /** Sends bytes unchanged, up to 253 descriptors with the first. */
  public void sendBytes(byte[] bytes, int... fds) {
    if (recording != null) {
      recording.sent(bytes, fds);
    }
    long allowed = Math.min(bytes.length, cutAfter - sent);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      for (long done = 0; done < allowed; ) {
        long n = Math.min(chunk, allowed - done);
        socket.send(all.asSlice(done, n), done == 0 ? fds : new int[0], patienceMillis);
        done += n;
      }
    }
    sent += allowed;
    if (allowed < bytes.length) {
      close();
      throw new CutOff(sent);
    }
  }

  /** Ends the sending direction. Replies can still be read. */
  public void finish() {
    socket.finish();
  }

  // Receiving
  // --------------------------------------------------------------------------------------------------------------------------------

  /**
   * Returns the next message from the back-end.
   *
   * @throws TimedOut if it is not complete after {@code timeoutMillis}
   * @throws DeviceFault if the connection ends first
   */
  public RawReply read(long timeoutMillis) {
    ByteBuffer header =
        ByteBuffer.wrap(readExactly(HEADER_BYTES, timeoutMillis)).order(ByteOrder.nativeOrder());
    int request = header.getInt();
    int flags = header.getInt();
    int size = header.getInt();
    if (size < 0 || size > 4096) {
      throw new DeviceFault(
          RequestCode.name(request)
              + ": a reply of "
              + Integer.toUnsignedString(size)
              + " bytes: no reply has more than 4096");
    }
    byte[] payload = readExactly(size, timeoutMillis);
    List<Integer> fds = List.copyOf(arrivedFds);
    arrivedFds.clear();
    if (recording != null) {
      recording.replied();
    }
    return new RawReply(request, flags, payload, fds);
  }

  private byte[] readExactly(int bytes, long timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(Math.max(bytes, 1));
      for (long done = 0; done < bytes; ) {
        if (!Fds.readable(socket.fd(), timeoutMillis)) {
          throw new TimedOut(bytes + " bytes from the back-end", timeoutMillis, done + " bytes");
        }
        long n = socket.receive(into.asSlice(done, bytes - done), arrivedFds);
        if (n == 0) {
          throw new DeviceFault(
              "the back-end closed the connection; "
                  + done
                  + " of "
                  + bytes
                  + " bytes had arrived");
        }
        done += Math.max(n, 0);
      }
      return into.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /**
   * Returns true as soon as the back-end has sent something or closed, false after {@code
   * timeoutMillis}.
   */
  public boolean readable(long timeoutMillis) {
    return Fds.readable(socket.fd(), timeoutMillis);
  }

  /**
   * Waits for the back-end to close the connection. Drops what it sends before that.
   *
   * @throws TimedOut if it stays open for {@code timeoutMillis}
   */
  public void awaitEnd(long timeoutMillis) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    long dropped = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(4096);
      while (Fds.readable(socket.fd(), Math.max(0, (deadline - System.nanoTime()) / 1_000_000))) {
        long n = receiveOrEnd(into);
        if (n == 0) {
          return;
        }
        dropped += Math.max(n, 0);
      }
    }
    throw new TimedOut(
        "the back-end to close the connection", timeoutMillis, "open, " + dropped + " bytes sent");
  }

  /**
   * Receives bytes. A reset connection counts as ended: the back-end closed it with unread bytes of
   * the front-end.
   */
  private long receiveOrEnd(MemorySegment into) {
    try {
      return socket.receive(into, arrivedFds);
    } catch (OsError e) {
      if (e.errno() == OsError.ECONNRESET) {
        return 0;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    arrivedFds.forEach(Fds::close);
    arrivedFds.clear();
    socket.close();
  }
}
