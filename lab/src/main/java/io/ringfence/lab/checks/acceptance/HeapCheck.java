package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.checks.acceptance.Check.Result;
import io.ringfence.lab.kit.daemon.Stats;
import io.ringfence.lab.kit.testbed.Testbed;

/** Checks that frames between guest and TAP allocate nothing on the daemon's heap. */
final class HeapCheck {
  /** The check's name. */
  static final String NAME = "heap";

  private static final int SECONDS = 2;
  // The interpreter allocates where compiled code does not. One round must be free of it.
  private static final int MOST_ROUNDS = 8;
  private static final double MOST_BYTES = 1; // per frame; the smallest object has 16

  private HeapCheck() {}

  static Result run(Testbed testbed) {
    double least = Double.POSITIVE_INFINITY;
    int rounds = 0;
    for (; rounds < MOST_ROUNDS && least > MOST_BYTES; rounds++) {
      least = Math.min(least, bytesPerFrame(testbed));
    }
    return Result.of(
        least <= MOST_BYTES,
        "%.2f bytes allocated per frame in round %d of TCP_RR, allowed are %.0f",
        least,
        rounds,
        MOST_BYTES);
  }

  private static double bytesPerFrame(Testbed testbed) {
    Stats before = testbed.admin().stats();
    testbed.netperf().requestResponse("TCP_RR", SECONDS);
    Stats after = testbed.admin().stats();
    double frames = after.totals().since(before.totals()).frames();
    return (allocated(after) - allocated(before)) / frames;
  }

  private static long allocated(Stats stats) {
    return stats.workers().stream().mapToLong(Stats.Worker::allocatedBytes).sum();
  }
}
