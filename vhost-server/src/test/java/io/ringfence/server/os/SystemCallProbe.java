package io.ringfence.server.os;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Started by {@link SystemCallsTest}: prints how many bytes of heap a system call takes. */
public final class SystemCallProbe {
  private static final int ROUNDS = 12; // the interpreter allocates where compiled code does not
  private static final int CALLS = 20_000; // of each of two

  private SystemCallProbe() {}

  public static void main(String[] args) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    try (EventFd event = EventFd.create()) {
      for (int round = 0; round < ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
          event.signal();
          event.drain();
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    System.out.println(least / (2 * CALLS));
  }
}
