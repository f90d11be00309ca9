package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages with file descriptors over a connected Unix stream socket: a header of fixed size, then
 * a payload. The header has its own read, since one {@code recvmsg} over two messages would merge
 * their descriptors.
 *
 * <p>One thread receives and sends; another may call {@link #shutdown}. Every received descriptor
 * is either taken by {@link #takeFds} or closed here: at the next header, on any error, on close.
 * The socket belongs to the caller, who closes it only after the receiving thread has left.
 */
public final class UnixMessages implements AutoCloseable {
  private static final LibcFunction RECVMSG = LibcFunction.ofLong("recvmsg");
  private static final LibcFunction SENDMSG = LibcFunction.ofLong("sendmsg");
  private static final LibcFunction POLL = LibcFunction.ofInt("poll");
  private static final LibcFunction SHUTDOWN = LibcFunction.ofInt("shutdown");

  /** Most descriptors of one message. */
  public static final int MAX_FDS = MessageHeader.MAX_FDS;

  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int SHUT_RDWR = 2;
  private static final int POLLFD_BYTES = 8;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;

  private final int socket;
  private final MemorySegment header;
  private final MemorySegment payload;
  private final MessageHeader message;
  private final MemorySegment pollFds;
  private final int maxFds;
  private List<Fd> fds = new ArrayList<>();

  /**
   * @param socket number of a connected Unix stream socket, blocking or not; not owned
   * @param headerBytes size of every header
   * @param maxPayloadBytes the largest payload or reply
   */
  public UnixMessages(int socket, int headerBytes, int maxPayloadBytes) {
    this(socket, headerBytes, maxPayloadBytes, MAX_FDS);
  }

  UnixMessages(int socket, int headerBytes, int maxPayloadBytes, int maxFds) {
    this.socket = socket;
    this.maxFds = maxFds;
    // Freed by the garbage collector, so that a shutdown by another thread does not free it under
    // a reader.
    Arena arena = Arena.ofAuto();
    header = arena.allocate(headerBytes, 8);
    payload = arena.allocate(Math.max(maxPayloadBytes, headerBytes), 8);
    message = new MessageHeader(arena, maxFds);
    pollFds = arena.allocate(2 * POLLFD_BYTES, 4);
  }

  /**
   * Waits until data can be read, the peer has gone, or another descriptor is readable.
   *
   * @return false if it is the other descriptor, even if data can be read too
   */
  public boolean await(Fd other) {
    do {
      pollFds.set(INT, POLLFD_BYTES, other.number());
      pollFds.set(INT, POLLFD_BYTES + 4, POLLIN); // and nothing reported yet
      poll(POLLIN, 2);
    } while (!reported(0) && !reported(1)); // after a signal
    return !reported(1);
  }

  private boolean reported(int n) {
    return pollFds.get(INT, (long) n * POLLFD_BYTES + 4) >>> 16 != 0;
  }

  /**
   * Waits for the next header.
   *
   * @return the header, valid until the next call, or null if the peer has closed the connection
   * @throws PeerException if it closed within the header, or sent more descriptors than fit
   */
  public MemorySegment readHeader() throws PeerException {
    closeFds();
    return read(header, "header") ? header : null;
  }

  /** Returns the number of descriptors of the last header that were not taken yet. */
  public int fdCount() {
    return fds.size();
  }

  /** Takes the descriptors of the last header, in order. */
  public List<Fd> takeFds() {
    List<Fd> taken = fds;
    fds = new ArrayList<>();
    return taken;
  }

  /**
   * Waits for a payload.
   *
   * @return exactly {@code size} bytes, valid until the next call
   * @throws PeerException if the peer closed within it, or sent descriptors with it; all
   *     descriptors of the message are closed then
   */
  public MemorySegment readPayload(int size) throws PeerException {
    MemorySegment bytes = payload.asSlice(0, size);
    int onHeader = fds.size();
    if (!read(bytes, "payload")) {
      throw refuse("end of file after 0 of " + size + " payload bytes");
    }
    int onPayload = fds.size() - onHeader;
    if (onPayload > 0) {
      throw refuse(onPayload + " file descriptors on a payload, allowed on a header");
    }
    return bytes;
  }

  /**
   * Sends a whole message.
   *
   * @throws PeerException if the peer has closed the connection
   */
  public void send(byte[] bytes) throws PeerException {
    send(bytes, List.of());
  }

  /**
   * Sends a whole message, with descriptors at its first byte. The caller keeps them.
   *
   * @param bytes from 1
   * @param fds at most {@link #MAX_FDS}
   * @throws PeerException if the peer has closed the connection
   */
  public void send(byte[] bytes, List<Fd> fds) throws PeerException {
    try (Arena arena = Arena.ofConfined()) {
      var header = new MessageHeader(arena, fds.size());
      MemorySegment rest = arena.allocate(bytes.length);
      rest.copyFrom(MemorySegment.ofArray(bytes));
      List<Fd> unsent = fds;
      while (rest.byteSize() > 0) {
        long prepared = header.prepare(rest, unsent).address();
        long sent = SENDMSG.call(socket, prepared, MSG_NOSIGNAL);
        if (sent == -Errno.EPIPE || sent == -Errno.ECONNRESET) {
          throw new PeerException(
              "connection closed before a message of " + bytes.length + " bytes");
        }
        long done = progress(sent, "sendmsg", POLLOUT);
        unsent = done > 0 ? List.of() : unsent;
        rest = rest.asSlice(done);
      }
    }
  }

  /** Ends both directions. A waiting thread sees the end of the file. Idempotent. */
  public void shutdown() {
    long result = SHUTDOWN.call(socket, SHUT_RDWR);
    if (result != -Errno.ENOTCONN) {
      OsException.check(result, "shutdown", "fd " + socket);
    }
  }

  /** Closes descriptors that were not taken, but not the socket. */
  @Override
  public void close() {
    closeFds();
  }

  /**
   * Reads all of a buffer. Returns false at the end of the file before the first byte. An empty
   * buffer is read at once.
   */
  private boolean read(MemorySegment buffer, String what) throws PeerException {
    long done = 0;
    while (done < buffer.byteSize()) {
      long count = receive(buffer.asSlice(done));
      boolean end = count == 0 || count == -Errno.ECONNRESET;
      if (end && done == 0) {
        return false;
      }
      if (end) {
        throw refuse(
            "end of file after " + done + " of " + buffer.byteSize() + " " + what + " bytes");
      }
      done += progress(count, "recvmsg", POLLIN);
    }
    return true;
  }

  private long receive(MemorySegment buffer) throws PeerException {
    long count = RECVMSG.call(socket, message.prepare(buffer).address(), MSG_CMSG_CLOEXEC);
    if (count >= 0) {
      message.collectFds(fds);
      checkFds();
    }
    return count;
  }

  private void checkFds() throws PeerException {
    if (message.truncated()) {
      throw refuse(
          "file descriptors cut off after %d: more than %d sent, or too many open here (ulimit -n)"
              .formatted(fds.size(), maxFds));
    }
    if (fds.size() > maxFds) {
      throw refuse(fds.size() + " file descriptors on one message, allowed 0 to " + maxFds);
    }
  }

  private PeerException refuse(String why) {
    closeFds();
    return new PeerException(why);
  }

  private void closeFds() {
    fds.forEach(Fd::close);
    fds.clear();
  }

  /** Returns the bytes moved; 0 after an interruption, or after a wait on a non-blocking socket. */
  private long progress(long result, String call, short events) {
    if (result == -Errno.EINTR) {
      return 0;
    }
    if (result == -Errno.EAGAIN) {
      poll(events, 1);
      return 0;
    }
    return OsException.check(result, call, "fd " + socket);
  }

  private void poll(short events, long count) {
    pollFds.set(INT, 0, socket);
    pollFds.set(INT, 4, events);
    long result = POLL.call(pollFds.address(), count, -1);
    if (result != -Errno.EINTR) {
      OsException.check(result, "poll", "fd " + socket);
    }
  }
}
