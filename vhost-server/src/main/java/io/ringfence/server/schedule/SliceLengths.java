package io.ringfence.server.schedule;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long slices are: of random length, so that no arm keeps step with ticks, delayed
 * acknowledgements or a program that looks at the machine at equal intervals.
 */
final class SliceLengths {
  private SliceLengths() {}

  /** Returns the lengths of a plan's slices, ns. */
  static long[] of(SchedulePlan plan, SplittableRandom random) {
    long least = TimeUnit.MILLISECONDS.toNanos(plan.leastMillis());
    long most = TimeUnit.MILLISECONDS.toNanos(plan.mostMillis());
    int slices = plan.blocks() * plan.arms().size();
    return random.longs(slices, least, most + 1).toArray();
  }
}
