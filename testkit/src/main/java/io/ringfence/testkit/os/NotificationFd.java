package io.ringfence.testkit.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.ringfence.testkit.TimedOut;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A non-blocking eventfd: a kick when the driver writes it, a call when the device does.
 *
 * <p>For one thread at a time. {@link #signal} and {@link #drain} allocate nothing.
 */
public final class NotificationFd implements AutoCloseable {
  /** The counter's largest value; a write that would exceed it is refused with EAGAIN. */
  public static final long FULL = 0xffff_ffff_ffff_fffeL;

  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment value = arena.allocate(JAVA_LONG);
  private final int fd;
  private boolean open = true;

  public NotificationFd() {
    fd = LinuxCalls.eventfd(0, CLOEXEC | NONBLOCK);
  }

  public int fd() {
    return fd;
  }

  /** Adds one to the counter. */
  public void signal() {
    add(1);
  }

  /**
   * Adds {@code n} (unsigned) to the counter.
   *
   * @throws OsError EAGAIN if the counter would exceed {@link #FULL}
   */
  public void add(long n) {
    value.set(JAVA_LONG, 0, n);
    if (LinuxCalls.write(fd, value, Long.BYTES) < 0) {
      throw new OsError("write to eventfd " + fd, LinuxCalls.errno());
    }
  }

  /** Returns the counter and resets it to 0; 0 if nothing was signalled. Never blocks. */
  public long drain() {
    if (LinuxCalls.read(fd, value, Long.BYTES) < 0) {
      if (LinuxCalls.errno() == LinuxCalls.EAGAIN) {
        return 0;
      }
      throw new OsError("read of eventfd " + fd, LinuxCalls.errno());
    }
    return value.get(JAVA_LONG, 0);
  }

  /**
   * Returns true as soon as it is signalled, false after {@code timeoutMillis}. The counter stays.
   */
  public boolean signalled(long timeoutMillis) {
    return Fds.readable(fd, timeoutMillis);
  }

  /**
   * Waits until it is signalled. Returns the counter and resets it to 0.
   *
   * @throws TimedOut after {@code timeoutMillis}
   */
  public long await(long timeoutMillis) {
    if (!signalled(timeoutMillis)) {
      throw new TimedOut("eventfd " + fd + " to be signalled", timeoutMillis, "counter 0");
    }
    return drain();
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
