package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor that this object owns. A second close has no effect, so a number that was
 * reused meanwhile is not closed. Any thread may close it. The caller ensures that no other thread
 * uses it.
 */
public final class Fd implements AutoCloseable {
  private static final LibcFunction CLOSE = LibcFunction.ofInt("close");
  private static final LibcFunction OPEN = LibcFunction.ofInt("open");
  private static final LibcFunction FCNTL = LibcFunction.ofInt("fcntl");

  private static final int CLOSED = -1;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_ACCMODE = 3;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;

  private final AtomicInteger number;

  private Fd(int number) {
    this.number = new AtomicInteger(number);
  }

  /** Takes over an open descriptor. */
  public static Fd adopt(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("file descriptor " + number + ", allowed from 0");
    }
    return new Fd(number);
  }

  /** Returns the number, valid until this object is closed. */
  public int number() {
    int current = number.get();
    if (current == CLOSED) {
      throw new IllegalStateException("file descriptor used after it was closed");
    }
    return current;
  }

  public boolean isOpen() {
    return number.get() != CLOSED;
  }

  /** Returns a second descriptor, close-on-exec, for the same open file. */
  public Fd dup() {
    return new Fd((int) OsException.check(fcntl(F_DUPFD_CLOEXEC, 0), "dup", this));
  }

  /** Gives up ownership: the number stays open and belongs to the caller. */
  public int release() {
    int current = number();
    if (!number.compareAndSet(current, CLOSED)) {
      throw new IllegalStateException("file descriptor released while it was closed");
    }
    return current;
  }

  /**
   * Makes reads and writes return EAGAIN. The flag belongs to the open file: every owner sees it.
   */
  public void setNonBlocking() {
    long flags = OsException.check(fcntl(F_GETFL, 0), "fcntl F_GETFL", this);
    OsException.check(fcntl(F_SETFL, flags | O_NONBLOCK), "fcntl F_SETFL O_NONBLOCK", this);
  }

  /**
   * Reopens the same file for the same use, non-blocking, so that its flags are this process's
   * alone. Closes this descriptor then. Returns this descriptor if the kernel refuses a second
   * opening.
   */
  Fd reopened() {
    long mode = OsException.check(fcntl(F_GETFL, 0), "fcntl F_GETFL", this) & O_ACCMODE;
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom("/proc/self/fd/" + number()).address();
      long opened = OPEN.call(path, mode | O_NONBLOCK | O_CLOEXEC);
      if (opened < 0) {
        return this;
      }
      close();
      return new Fd((int) opened);
    }
  }

  /** Returns whether it was opened for reading. */
  public boolean isReadable() {
    return opened(O_RDONLY);
  }

  /** Returns whether it was opened for writing. */
  public boolean isWritable() {
    return opened(O_WRONLY);
  }

  private boolean opened(int mode) {
    long flags = OsException.check(fcntl(F_GETFL, 0), "fcntl F_GETFL", this);
    boolean path = (flags & O_PATH) != 0;
    return !path && ((flags & O_ACCMODE) == mode || (flags & O_ACCMODE) == O_RDWR);
  }

  /** Calls {@code fcntl(2)}. Returns its result, or minus an errno. */
  long fcntl(int command, long argument) {
    return FCNTL.call(number(), command, argument);
  }

  @Override
  public void close() {
    int current = number.getAndSet(CLOSED);
    if (current != CLOSED) {
      // Linux frees the number whatever close returns, so errors need no action.
      CLOSE.call(current);
    }
  }

  @Override
  public String toString() {
    int current = number.get();
    return current == CLOSED ? "fd closed" : "fd " + current;
  }
}
