package io.ringfence.lab.measure.costs;

import java.lang.invoke.VarHandle;

/** A full fence alone: the reference for the slope of the doses. */
final class BareFence {
  private static final int FENCES = 20_000;
  private static final int TRIALS = 300;

  private BareFence() {}

  /** Returns ns of a full fence among others, the least of many trials. */
  static double nanos() {
    long least = Long.MAX_VALUE;
    for (int trial = 0; trial < TRIALS; trial++) {
      long begin = System.nanoTime();
      fences();
      least = Math.min(least, System.nanoTime() - begin);
    }
    return (double) least / FENCES;
  }

  private static void fences() {
    for (int i = 0; i < FENCES; i++) {
      VarHandle.fullFence();
      VarHandle.acquireFence(); // otherwise C2 removes all but one of a row of fences
    }
  }
}
