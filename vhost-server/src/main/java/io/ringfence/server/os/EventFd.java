package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An eventfd, or the end of a pipe or socket that a front-end uses in its place (User Mode Linux is
 * called by a socket). Eight bytes are written or read; their value is ignored. Neither call
 * allocates, and neither should block.
 *
 * <p>Adoption sets O_NONBLOCK. The flag belongs to the open file, so a front-end can clear it
 * again. A pipe is therefore reopened. An eventfd cannot be reopened, so reads use a flag of the
 * call. Writes have no such flag: a front-end that clears O_NONBLOCK and fills the counter blocks a
 * writer, until {@link SignalGuard} detects it. The descriptor is then {@link #condemn condemned}.
 * A socket is written with a flag of the call.
 */
public final class EventFd implements AutoCloseable {
  /** The result of {@link #drain}. */
  public enum Drained {
    SIGNALLED,
    NOTHING,
    /** A pipe whose writer has gone. It stays readable, so stop watching it. */
    END_OF_FILE
  }

  private static final LibcFunction EVENTFD = LibcFunction.ofInt("eventfd");
  private static final LibcFunction READ = LibcFunction.ofLong("read");
  private static final LibcFunction WRITE = LibcFunction.ofLong("write");
  private static final LibcFunction SEND = LibcFunction.ofLong("send");
  private static final LibcFunction PREADV2 = LibcFunction.ofLong("preadv2");

  private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
  private static final long NO_OFFSET = -1;
  private static final int SIGNAL_BYTES = 8;

  /** Bytes of one read. It empties a pipe of many signals; an eventfd returns eight bytes. */
  private static final int DRAIN_BYTES = 4096;

  private static final MemorySegment ONE = one();

  /** Written by the kernel and never read, so all threads share it. */
  private static final MemorySegment WASTE = Arena.global().allocate(DRAIN_BYTES, SIGNAL_BYTES);

  /** An I/O vector over all of it, for the call with flags. */
  private static final MemorySegment WASTE_VECTOR = wasteVector();

  /** Counts one writer under way, and one that has left. */
  private static final long ENTERED = 1;

  private static final long LEFT = (1L << 32) - ENTERED;

  private final Fd fd;
  private final boolean counter;
  private final boolean socket;
  private final AtomicLong writes = new AtomicLong(); // low half under way, high half ended
  private volatile boolean condemned;

  /**
   * Takes over a descriptor of a front-end.
   *
   * @throws OsException if it has no flags to set
   */
  public EventFd(Fd fd) {
    this(fd, true);
  }

  private EventFd(Fd fd, boolean guarded) {
    counter = isEventFd(fd);
    socket = link(fd).startsWith("socket:[");
    this.fd = counter || socket ? fd : fd.reopened();
    this.fd.setNonBlocking();
    if (guarded) {
      SignalGuard.watch(this);
    }
  }

  /**
   * Returns whether a front-end may pass it as an event: an eventfd, an end of an anonymous pipe, a
   * socket.
   */
  public static boolean isEvent(Fd fd) {
    String link = link(fd);
    return isEventFd(fd) || link.startsWith("pipe:[") || link.startsWith("socket:[");
  }

  /**
   * Returns whether a descriptor that {@link #isEvent} is open for writing, and its other end is
   * open.
   */
  public static boolean canSignal(Fd fd) {
    boolean socket = link(fd).startsWith("socket:[");
    return fd.isWritable() && !Poll.hasHungUp(fd) && (!socket || Sockets.isConnected(fd));
  }

  /** Creates an eventfd with counter 0. No other process has it, so its writers do not block. */
  public static EventFd create() {
    long number = OsException.check(EVENTFD.call(0, EFD_CLOEXEC_NONBLOCK), "eventfd", "");
    return new EventFd(Fd.adopt((int) number), false);
  }

  public Fd fd() {
    return fd;
  }

  /** Returns whether it is an eventfd; otherwise it is a pipe or a socket. */
  public boolean isCounter() {
    return counter;
  }

  private static boolean isEventFd(Fd fd) {
    return link(fd).equals("anon_inode:[eventfd]");
  }

  /** Returns the kernel's name of the file behind it. A file with a path starts with a slash. */
  private static String link(Fd fd) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number())).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Adds one. A counter at its maximum or a full pipe counts as signalled: the reader has a pending
   * wake-up. An interrupted write is repeated.
   *
   * @throws OsException EPIPE if a pipe's reader has gone, EBADF or EINVAL if it cannot be written,
   *     EBUSY if it is condemned
   */
  public void signal() {
    long written;
    do {
      if (condemned) {
        throw new OsException("signal " + fd + ", which blocked a writer before", Errno.EBUSY);
      }
      writes.getAndAdd(ENTERED);
      try {
        written = write();
      } finally {
        writes.getAndAdd(LEFT);
      }
    } while (written == -Errno.EINTR);
    if (written < 0 && IoCall.EVENT_WRITE.verdict(written) != IoCall.Verdict.NOTHING_NOW) {
      throw IoCall.EVENT_WRITE.error(written, fd);
    }
  }

  private long write() {
    return socket
        ? SEND.call(fd.number(), ONE.address(), SIGNAL_BYTES, MSG_DONTWAIT_NOSIGNAL)
        : WRITE.call(fd.number(), ONE.address(), SIGNAL_BYTES);
  }

  /** Returns a number that every write changes at its start and at its end. */
  long writes() {
    return writes.get();
  }

  /**
   * Returns whether a value of {@link #writes} includes a write under way. An equal value later
   * means the same write.
   */
  static boolean isUnderWay(long writes) {
    return (int) writes != 0;
  }

  /** Returns whether a write that may block would block. */
  boolean isFull() {
    return Poll.isFull(fd);
  }

  /**
   * Unblocks the writers in {@link #signal}, and refuses later writes: the front-end could block
   * each of them.
   */
  void condemn() {
    condemned = true;
    try {
      fd.setNonBlocking();
      drain(); // makes room for the blocked write
    } catch (OsException | IllegalStateException e) { // a pipe's writing end; or closed meanwhile
      return;
    }
  }

  /** Resets an eventfd's counter, or reads signals out of a pipe. */
  public Drained drain() {
    long read = readNoWait();
    if (read == -Errno.EOPNOTSUPP) { // a kernel whose pipes support only O_NONBLOCK
      read = read();
    }
    if (read > 0) {
      return Drained.SIGNALLED;
    }
    if (read == 0) {
      return Drained.END_OF_FILE;
    }
    if (IoCall.EVENT_READ.verdict(read) != IoCall.Verdict.NOTHING_NOW) {
      throw IoCall.EVENT_READ.error(read, fd);
    }
    return Drained.NOTHING;
  }

  private long readNoWait() {
    return PREADV2.call(fd.number(), WASTE_VECTOR.address(), 1, NO_OFFSET, Libc.RWF_NOWAIT);
  }

  private long read() {
    return READ.call(fd.number(), WASTE.address(), DRAIN_BYTES);
  }

  @Override
  public void close() {
    SignalGuard.forget(this);
    fd.close();
  }

  @Override
  public String toString() {
    return "event " + fd;
  }

  private static MemorySegment wasteVector() {
    MemorySegment vector = Arena.global().allocate(16, 8);
    vector.set(LONG, 0, WASTE.address());
    vector.set(LONG, 8, DRAIN_BYTES);
    return vector;
  }

  private static MemorySegment one() {
    MemorySegment bytes = Arena.global().allocate(ValueLayout.JAVA_LONG);
    bytes.set(ValueLayout.JAVA_LONG, 0, 1);
    return bytes;
  }
}
