package io.ringfence.server.schedule;

import java.util.SplittableRandom;

/**
 * How long slices are: of random length, so that no arm keeps step with ticks, delayed
 * acknowledgements or a program that looks at the machine at equal intervals.
 */
final class SliceLengths {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private SliceLengths() {}

  /** Returns the lengths of a plan's slices, ns. */
  static long[] of(SchedulePlan plan, SplittableRandom random) {
    long least = plan.leastMillis() * NANOS_PER_MILLI;
    long most = plan.mostMillis() * NANOS_PER_MILLI;
    int slices = plan.blocks() * plan.arms().size();
    return random.longs(slices, least, most + 1).toArray();
  }
}
