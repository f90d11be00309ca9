package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An epoll instance. Any thread may add, modify and remove; one thread waits and reads the events.
 * A wait does not block safepoints, and {@code Thread.interrupt} does not end it: add an {@link
 * EventFd} as wake-up. Waiting allocates nothing.
 *
 * <pre>
 *   struct epoll_event    x86-64: packed, 12 bytes    aarch64: 16 bytes
 *   u32 events            0                           0
 *   u64 data              4                           8
 * </pre>
 */
public final class Epoll implements AutoCloseable {
  /** Readable. */
  public static final int IN = 0x1;

  /** Writable. */
  public static final int OUT = 0x4;

  /** Error. Always reported, never requested. */
  public static final int ERR = 0x8;

  /** Hang-up. Always reported, never requested. */
  public static final int HUP = 0x10;

  /** Reports a change once, instead of a state for as long as it lasts. */
  public static final int EDGE_TRIGGERED = 1 << 31;

  private static final LibcFunction CREATE = LibcFunction.ofInt("epoll_create1");
  private static final LibcFunction CTL = LibcFunction.ofInt("epoll_ctl");
  private static final LibcFunction WAIT = LibcFunction.ofInt("epoll_wait");

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int CTL_ADD = 1;
  private static final int CTL_DEL = 2;
  private static final int CTL_MOD = 3;

  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final int DATA_OFFSET = PACKED ? 4 : 8;
  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final ValueLayout.OfInt EVENTS = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong DATA = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Fd fd;
  private final int capacity;
  private final MemorySegment events;

  /**
   * @param capacity most events of one wait, from 1
   */
  public Epoll(int capacity) {
    this.capacity = capacity;
    // Freed by the garbage collector, so that a close by another thread does not free it under a
    // waiter.
    this.events = Arena.ofAuto().allocate((long) capacity * EVENT_BYTES, 8);
    this.fd = create();
  }

  /** Watches a descriptor. {@link #token} returns the token with each of its events. */
  public void add(Fd watched, int interest, long token) {
    OsException.check(control(CTL_ADD, watched, interest, token), "epoll add", watched);
  }

  /** Replaces the events of a watched descriptor, and its token. */
  public void modify(Fd watched, int interest, long token) {
    OsException.check(control(CTL_MOD, watched, interest, token), "epoll modify", watched);
  }

  /**
   * Stops watching. Call it before the descriptor is closed: epoll watches the open file, which
   * stays open while a front-end has a copy.
   */
  public void remove(Fd watched) {
    OsException.check(control(CTL_DEL, watched, 0, 0), "epoll remove", watched);
  }

  /**
   * Waits for events.
   *
   * @param timeoutMillis 0 to poll once, -1 without limit
   * @return the number of events, 0 after the timeout or a signal
   */
  public int await(int timeoutMillis) {
    long count = WAIT.call(fd.number(), events.address(), capacity, timeoutMillis);
    if (count >= 0) {
      return (int) count;
    }
    if (IoCall.EPOLL_WAIT.verdict(count) == IoCall.Verdict.NOTHING_NOW) {
      return 0;
    }
    throw IoCall.EPOLL_WAIT.error(count, fd);
  }

  /** Returns the token of event {@code n} of the last wait. */
  public long token(int n) {
    return events.get(DATA, (long) n * EVENT_BYTES + DATA_OFFSET);
  }

  /** Returns the bits of event {@code n} of the last wait: {@link #IN}, {@link #HUP} and so on. */
  public int events(int n) {
    return events.get(EVENTS, (long) n * EVENT_BYTES);
  }

  @Override
  public void close() {
    fd.close();
  }

  private static Fd create() {
    return Fd.adopt((int) OsException.check(CREATE.call(EPOLL_CLOEXEC), "epoll_create1", ""));
  }

  private long control(int operation, Fd watched, int interest, long token) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(EVENT_BYTES, 8);
      event.set(EVENTS, 0, interest);
      event.set(DATA, DATA_OFFSET, token);
      return CTL.call(fd.number(), operation, watched.number(), event.address());
    }
  }
}
