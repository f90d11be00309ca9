package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;
import static io.ringfence.server.os.Libc.LONG;
import static io.ringfence.server.os.Libc.POINTER;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An eventfd, or a pipe's end that a front-end uses in its place: eight bytes are written or read,
 * and their value means nothing. Neither call blocks or allocates.
 *
 * <p>O_NONBLOCK is set when a descriptor is adopted. It belongs to the open file, so a front-end
 * could clear it again and then block a writer by filling the counter; the worker that shares a
 * thread with other front-ends has that one call to lose.
 */
public final class EventFd implements AutoCloseable {
  /** What {@link #drain} found. */
  public enum Drained {
    SIGNALLED,
    NOTHING,
    /** A pipe whose writer has gone: it stays readable for ever, so stop watching it. */
    END_OF_FILE
  }

  private static final MethodHandle EVENTFD = Libc.function("eventfd", INT, INT, INT);
  private static final MethodHandle READ = Libc.function("read", LONG, INT, POINTER, LONG);
  private static final MethodHandle WRITE = Libc.function("write", LONG, INT, POINTER, LONG);

  private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  private static final int SIGNAL_BYTES = 8;

  /** A pipe is emptied by as many signals as fit; an eventfd gives eight bytes at most. */
  private static final int DRAIN_BYTES = 4096;

  private static final MemorySegment ONE = one();

  /** Written by the kernel and never read, so all threads may share it. */
  private static final MemorySegment WASTE = Arena.global().allocate(DRAIN_BYTES, SIGNAL_BYTES);

  private final Fd fd;
  private final boolean counter;

  /** Takes over a descriptor that came from a front-end. */
  public EventFd(Fd fd) {
    fd.setNonBlocking();
    this.fd = fd;
    counter = isEventFd(fd);
  }

  /** A new eventfd, counter 0. */
  public static EventFd create() {
    MemorySegment errno = Libc.errnoBuffer();
    try {
      int number = (int) EVENTFD.invokeExact(errno, 0, EFD_CLOEXEC_NONBLOCK);
      long checked = OsException.check(Libc.result(number, errno), "eventfd", "");
      return new EventFd(Fd.adopt((int) checked));
    } catch (Throwable thrown) {
      throw Libc.unexpected(thrown);
    }
  }

  public Fd fd() {
    return fd;
  }

  /** Whether it is an eventfd; a pipe, otherwise. */
  public boolean isCounter() {
    return counter;
  }

  private static boolean isEventFd(Fd fd) {
    try {
      Path link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number()));
      return link.toString().contains("[eventfd]");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Adds one. A counter at its maximum or a full pipe is as good as signalled: the reader has a
   * wake-up before it.
   *
   * @throws OsException EPIPE if a pipe's reader has gone, EBADF or EINVAL if it cannot be written
   */
  public void signal() {
    MemorySegment errno = Libc.errnoBuffer();
    long written;
    try {
      written =
          Libc.result(
              (long) WRITE.invokeExact(errno, fd.number(), ONE, (long) SIGNAL_BYTES), errno);
    } catch (Throwable thrown) {
      throw Libc.unexpected(thrown);
    }
    if (written < 0 && written != -Errno.EAGAIN) {
      throw new OsException("signal " + fd, (int) -written);
    }
  }

  /** Resets an eventfd's counter, or takes signals out of a pipe. */
  public Drained drain() {
    MemorySegment errno = Libc.errnoBuffer();
    long read;
    try {
      read =
          Libc.result(
              (long) READ.invokeExact(errno, fd.number(), WASTE, (long) DRAIN_BYTES), errno);
    } catch (Throwable thrown) {
      throw Libc.unexpected(thrown);
    }
    if (read > 0) {
      return Drained.SIGNALLED;
    }
    if (read == 0) {
      return Drained.END_OF_FILE;
    }
    if (read != -Errno.EAGAIN && read != -Errno.EINTR) {
      throw new OsException("drain " + fd, (int) -read);
    }
    return Drained.NOTHING;
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "event " + fd;
  }

  private static MemorySegment one() {
    MemorySegment bytes = Arena.global().allocate(ValueLayout.JAVA_LONG);
    bytes.set(ValueLayout.JAVA_LONG, 0, 1);
    return bytes;
  }
}
