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
 * An eventfd, or a pipe's or a socket's end that a front-end uses in its place (User Mode Linux is
 * called by a socket): eight bytes are written or read, and their value means nothing. Neither call
 * allocates, and neither is meant to block.
 *
 * <p>O_NONBLOCK is set when a descriptor is adopted. It belongs to the open file, so a front-end
 * can clear it again. A pipe is therefore opened anew, and an eventfd, which cannot be, is read
 * with a flag of the call's own. Writing has none: who fills the counter of an eventfd that blocks
 * again does hold a writer up, until a {@link SignalGuard} takes notice. After that the descriptor
 * is {@link #condemn condemned}. A socket is sent to with a flag of the call's own.
 */
public final class EventFd implements AutoCloseable {
  /** What {@link #drain} found. */
  public enum Drained {
    SIGNALLED,
    NOTHING,
    /** A pipe whose writer has gone: it stays readable for ever, so stop watching it. */
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

  /** A pipe is emptied by as many signals as fit; an eventfd gives eight bytes at most. */
  private static final int DRAIN_BYTES = 4096;

  private static final MemorySegment ONE = one();

  /** Written by the kernel and never read, so all threads may share it. */
  private static final MemorySegment WASTE = Arena.global().allocate(DRAIN_BYTES, SIGNAL_BYTES);

  /** A read of the whole of it, for the call that takes flags. */
  private static final MemorySegment WASTE_VECTOR = wasteVector();

  /** One writer that is under way, and one that has left. */
  private static final long ENTERED = 1;

  private static final long LEFT = (1L << 32) - ENTERED;

  private final Fd fd;
  private final boolean counter;
  private final boolean socket;
  private final AtomicLong writes = new AtomicLong(); // low half under way, high half ended
  private volatile boolean condemned;

  /**
   * Takes over a descriptor that came from a front-end.
   *
   * @throws OsException where it has no flags to set
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

  /** Whether it is what a front-end may give: an eventfd, an end of a nameless pipe, a socket. */
  public static boolean isEvent(Fd fd) {
    String link = link(fd);
    return isEventFd(fd) || link.startsWith("pipe:[") || link.startsWith("socket:[");
  }

  /** Whether one that {@link #isEvent} is open for writing, and has somebody at its other end. */
  public static boolean canSignal(Fd fd) {
    boolean socket = link(fd).startsWith("socket:[");
    return fd.isWritable() && !Poll.hasHungUp(fd) && (!socket || Sockets.isConnected(fd));
  }

  /** A new eventfd, counter 0. It is this process's alone, so no writer is held up by it. */
  public static EventFd create() {
    long number = OsException.check(EVENTFD.call(0, EFD_CLOEXEC_NONBLOCK), "eventfd", "");
    return new EventFd(Fd.adopt((int) number), false);
  }

  public Fd fd() {
    return fd;
  }

  /** Whether it is an eventfd; a pipe or a socket, otherwise. */
  public boolean isCounter() {
    return counter;
  }

  private static boolean isEventFd(Fd fd) {
    return link(fd).equals("anon_inode:[eventfd]");
  }

  /** What the kernel calls the file behind it; a file with a name starts with a slash. */
  private static String link(Fd fd) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number())).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Adds one. A counter at its maximum or a full pipe is as good as signalled: the reader has a
   * wake-up before it. An interrupted write is repeated.
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

  /** A number that every write changes when it begins and when it ends. */
  long writes() {
    return writes.get();
  }

  /**
   * Whether so many {@link #writes} have one under way; where they stay the same, it is the same.
   */
  static boolean isUnderWay(long writes) {
    return (int) writes != 0;
  }

  /** Returns whether a write that may wait would. */
  boolean isFull() {
    return Poll.isFull(fd);
  }

  /**
   * Frees whoever is held up in {@link #signal}, and lets nobody signal any more: the front-end
   * that did it once can do it at every call.
   */
  void condemn() {
    condemned = true;
    try {
      fd.setNonBlocking();
      drain(); // makes room for the write that waits
    } catch (OsException | IllegalStateException e) { // a pipe's writing end; or closed meanwhile
      return;
    }
  }

  /** Resets an eventfd's counter, or takes signals out of a pipe. */
  public Drained drain() {
    long read = readNoWait();
    if (read == -Errno.EOPNOTSUPP) { // a kernel whose pipes know only O_NONBLOCK
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
