package io.ringfence.testkit.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.ringfence.testkit.TimedOut;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A Unix stream socket that carries file descriptors. A name that starts with '@' is abstract. */
public final class UnixSocket implements AutoCloseable {
  /** Most descriptors that Linux takes in one message (SCM_MAX_FD). */
  static final int MAX_FDS = 253;

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  private static final int MAX_PATH = 107;

  // struct msghdr, struct iovec and struct cmsghdr of 64-bit Linux
  private static final long MSGHDR_BYTES = 56;
  private static final long MSGHDR_IOV = 16;
  private static final long MSGHDR_IOVLEN = 24;
  private static final long MSGHDR_CONTROL = 32;
  private static final long MSGHDR_CONTROLLEN = 40;
  private static final long IOVEC_LEN = 8;
  private static final long CMSG_LEVEL = 8;
  private static final long CMSG_TYPE = 12;
  private static final long CMSG_DATA = 16;
  private static final long CONTROL_BYTES = CMSG_DATA + 4L * MAX_FDS + 4;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment message = arena.allocate(MSGHDR_BYTES, 8);
  private final MemorySegment iovec = arena.allocate(16, 8);
  private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
  private final int fd;
  private boolean open = true;

  UnixSocket(int fd) {
    this.fd = fd;
    message.set(JAVA_LONG, MSGHDR_IOV, iovec.address());
    message.set(JAVA_LONG, MSGHDR_IOVLEN, 1);
  }

  /**
   * Connects to a listening socket.
   *
   * @throws OsError if the kernel refuses
   */
  public static UnixSocket connect(String path) {
    int fd = LinuxCalls.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      LinuxCalls.connect(fd, address(path, arena), path);
      return new UnixSocket(fd);
    } catch (OsError e) {
      LinuxCalls.close(fd);
      throw e;
    }
  }

  /** Connects as {@link #connect} does, but returns null if the listener's queue is full. */
  public static UnixSocket tryConnect(String path) {
    int fd = LinuxCalls.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK);
    try (Arena arena = Arena.ofConfined()) {
      LinuxCalls.connect(fd, address(path, arena), path);
      return new UnixSocket(fd);
    } catch (OsError e) {
      LinuxCalls.close(fd);
      if (e.errno() == LinuxCalls.EAGAIN) {
        return null;
      }
      throw e;
    }
  }

  /** Returns the descriptor of a new listening socket. */
  public static int listen(String path) {
    int fd = LinuxCalls.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      LinuxCalls.bind(fd, address(path, arena), path);
      LinuxCalls.listen(fd, 16);
      return fd;
    } catch (OsError e) {
      LinuxCalls.close(fd);
      throw e;
    }
  }

  /** Waits for and returns the next connection. */
  public static UnixSocket accept(int listener) {
    return new UnixSocket(LinuxCalls.accept(listener, SOCK_CLOEXEC));
  }

  private static MemorySegment address(String path, Arena arena) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    boolean hidden = path.startsWith("@");
    if (name.length > MAX_PATH) {
      throw new IllegalArgumentException(
          "socket path of " + name.length + " bytes: up to " + MAX_PATH + " are allowed: " + path);
    }
    MemorySegment address = arena.allocate(2 + name.length + (hidden ? 0 : 1), 2);
    address.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
    if (hidden) {
      address.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
    }
    return address;
  }

  /** Returns the descriptor, which this object keeps and closes. */
  public int fd() {
    return fd;
  }

  /**
   * Sends all bytes, the descriptors with the first of them.
   *
   * @throws TimedOut if the peer takes no more for {@code timeoutMillis}
   */
  public void send(MemorySegment bytes, int[] fds, long timeoutMillis) {
    long done = 0;
    while (done < bytes.byteSize()) {
      prepare(bytes.asSlice(done), done == 0 ? putFds(fds) : 0);
      long n = LinuxCalls.sendmsg(fd, message, MSG_NOSIGNAL | MSG_DONTWAIT);
      int errno = n < 0 ? LinuxCalls.errno() : 0;
      if (errno != 0 && errno != LinuxCalls.EAGAIN) {
        throw new OsError(
            "sendmsg of " + bytes.byteSize() + " bytes and " + fds.length + " fds", errno);
      }
      if (n < 0 && !Fds.ready(fd, Fds.POLLOUT, timeoutMillis)) {
        throw new TimedOut(
            "the peer to take " + bytes.byteSize() + " bytes", timeoutMillis, done + " taken");
      }
      done += Math.max(n, 0);
    }
  }

  /**
   * Returns the bytes received, 0 at the end of the stream, or -1 if there are none yet. Adds
   * received descriptors to {@code fds}.
   */
  public long receive(MemorySegment into, List<Integer> fds) {
    prepare(into, CONTROL_BYTES);
    long n = LinuxCalls.recvmsg(fd, message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (n < 0 && LinuxCalls.errno() != LinuxCalls.EAGAIN) {
      throw new OsError("recvmsg", LinuxCalls.errno());
    }
    if (n > 0) {
      takeFds(fds);
    }
    return n;
  }

  private void prepare(MemorySegment bytes, long controlBytes) {
    iovec.set(JAVA_LONG, 0, bytes.address());
    iovec.set(JAVA_LONG, IOVEC_LEN, bytes.byteSize());
    message.set(JAVA_LONG, MSGHDR_CONTROL, controlBytes == 0 ? 0 : control.address());
    message.set(JAVA_LONG, MSGHDR_CONTROLLEN, controlBytes);
  }

  private long putFds(int[] fds) {
    if (fds.length == 0) {
      return 0;
    }
    if (fds.length > MAX_FDS) {
      throw new IllegalArgumentException(
          fds.length + " fds: Linux takes up to " + MAX_FDS + " in one message");
    }
    control.set(JAVA_LONG, 0, CMSG_DATA + 4L * fds.length);
    control.set(JAVA_INT, CMSG_LEVEL, SOL_SOCKET);
    control.set(JAVA_INT, CMSG_TYPE, SCM_RIGHTS);
    MemorySegment.copy(fds, 0, control, JAVA_INT, CMSG_DATA, fds.length);
    return CMSG_DATA + (4L * fds.length + 7 & -8);
  }

  private void takeFds(List<Integer> fds) {
    long total = message.get(JAVA_LONG, MSGHDR_CONTROLLEN);
    for (long at = 0; at + CMSG_DATA <= total; ) {
      long bytes = control.get(JAVA_LONG, at);
      boolean rights =
          control.get(JAVA_INT, at + CMSG_LEVEL) == SOL_SOCKET
              && control.get(JAVA_INT, at + CMSG_TYPE) == SCM_RIGHTS;
      for (long i = at + CMSG_DATA; rights && i < at + bytes; i += 4) {
        fds.add(control.get(JAVA_INT, i));
      }
      at += bytes + 7 & -8;
    }
  }

  /** Ends the sending direction. The peer sees the end of the stream and can still answer. */
  public void finish() {
    LinuxCalls.shutdown(fd, 1);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      LinuxCalls.close(fd);
      arena.close();
    }
  }
}
