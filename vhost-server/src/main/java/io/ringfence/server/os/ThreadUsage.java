package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the calling thread has used of the machine, read by two system calls that allocate nothing.
 *
 * <p>One thread uses an object: it holds the memory that the kernel writes to.
 */
public final class ThreadUsage {
  private static final LibcFunction CLOCK_GETTIME = LibcFunction.ofInt("clock_gettime");
  private static final LibcFunction GETRUSAGE = LibcFunction.ofInt("getrusage");
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;
  private static final int RUSAGE_THREAD = 1;
  private static final int USAGE_BYTES = 144; // two times and 14 longs
  private static final int VOLUNTARY = 128; // ru_nvcsw
  private static final int INVOLUNTARY = 136; // ru_nivcsw
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MemorySegment time = Arena.ofAuto().allocate(16, 8);
  private final MemorySegment usage = Arena.ofAuto().allocate(USAGE_BYTES, 8);

  /**
   * Reads the calling thread's figures.
   *
   * @throws OsException if the kernel refuses, which it has no reason to
   */
  public void read() {
    OsException.check(
        CLOCK_GETTIME.call(CLOCK_THREAD_CPUTIME_ID, time.address()), "clock_gettime", "");
    OsException.check(GETRUSAGE.call(RUSAGE_THREAD, usage.address()), "getrusage", "");
  }

  /** CPU time, ns. */
  public long cpuNanos() {
    return time.get(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND
        + time.get(ValueLayout.JAVA_LONG, 8);
  }

  /** Times the thread waited and another one ran. */
  public long voluntarySwitches() {
    return usage.get(ValueLayout.JAVA_LONG, VOLUNTARY);
  }

  /** Times the kernel took the CPU from the thread. */
  public long involuntarySwitches() {
    return usage.get(ValueLayout.JAVA_LONG, INVOLUNTARY);
  }
}
