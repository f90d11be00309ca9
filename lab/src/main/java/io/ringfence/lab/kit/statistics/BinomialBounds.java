package io.ringfence.lab.kit.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Bounds of a count of independent successes. */
public final class BinomialBounds {
  private BinomialBounds() {}

  /** Returns the least count that is exceeded with a chance of at most {@code error}. */
  public static int most(int trials, double chance, double error) {
    return BinomialDistribution.of(trials, chance).inverseCumulativeProbability(1 - error);
  }

  /**
   * Returns the greatest count that is missed from below with a chance of at most {@code error}.
   */
  public static int least(int trials, double chance, double error) {
    return trials - most(trials, 1 - chance, error);
  }

  /**
   * Returns the two-sided p-value of a count: twice the chance of one as far out; 1 for 0 trials.
   */
  public static double p(int trials, double chance, int count) {
    BinomialDistribution distribution = BinomialDistribution.of(trials, chance);
    double below = distribution.cumulativeProbability(count);
    double above = distribution.survivalProbability(count - 1);
    return Math.min(1, 2 * Math.min(below, above));
  }
}
