package io.ringfence.testkit.property;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Searches for a smaller case that fails like a given one. A case is the list of choices behind its
 * values; 0 stands for the simplest value. Removes and lowers choices while the case still fails,
 * for a bounded time.
 */
final class Shrinking {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int[] CUTS = {32, 16, 8, 7, 6, 5, 4, 3, 2, 1}; // choices, as of an element

  private final Property.Body body;
  private final long deadline = System.nanoTime() + NANOS;
  private Trial best;

  Shrinking(Property.Body body) {
    this.body = body;
  }

  Trial smallest(Trial failed) {
    best = failed;
    boolean better = true;
    while (better && inTime()) {
      better = cut() | lower();
    }
    return best;
  }

  private boolean inTime() {
    return System.nanoTime() - deadline < 0;
  }

  /** Removes runs of choices, long runs first, from the end. */
  private boolean cut() {
    boolean better = false;
    for (int length : CUTS) {
      for (int at = best.draw().choices().length - length; at >= 0; at--) {
        long[] choices = best.draw().choices();
        if (at + length <= choices.length) {
          long[] fewer = Arrays.copyOf(choices, choices.length - length);
          System.arraycopy(choices, at + length, fewer, at, fewer.length - at);
          better |= take(fewer);
        }
      }
    }
    return better;
  }

  /**
   * Lowers each choice by the largest amount that still fails: all of it, half of it, and so on.
   */
  private boolean lower() {
    boolean better = false;
    for (int at = 0; at < best.draw().choices().length; at++) {
      for (long by = best.draw().choices()[at]; by != 0; by >>>= 1) {
        long[] choices = best.draw().choices();
        if (at < choices.length && Long.compareUnsigned(choices[at], by) >= 0) {
          choices[at] -= by;
          better |= take(choices);
        }
      }
    }
    return better;
  }

  private boolean take(long[] choices) {
    if (!inTime()) {
      return false;
    }
    Trial trial = Trial.run(body, Draw.replay(choices));
    boolean smaller = trial.failedLike(best) && isBelow(trial.draw().choices(), best);
    if (smaller) {
      best = trial;
    }
    return smaller;
  }

  /**
   * Returns whether the list is shorter, or of equal length and lower at the first difference. Each
   * step thus approaches an end.
   */
  private static boolean isBelow(long[] choices, Trial than) {
    long[] others = than.draw().choices();
    return choices.length != others.length
        ? choices.length < others.length
        : Arrays.compareUnsigned(choices, others) < 0;
  }
}
