package io.ringfence.lab.kit.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The number of units that would show equivalence if the true difference were 0.
 *
 * <p>The forecast uses the spread alone. It does not use the difference that was seen: power at the
 * estimate is a function of the p-value and adds no information (Hoenig, Heisey 2001).
 */
public final class Forecast {
  /** The largest forecast. A larger one would be useless. */
  public static final int MOST_UNITS = 1_000_000;

  private Forecast() {}

  /**
   * Returns the total number of units with which two one-sided tests of level {@code alpha} both
   * reject a difference of {@code margin} with a chance of {@code power}.
   *
   * @return -1 when the effect has no spread, or when more than {@value #MOST_UNITS} are needed
   */
  public static int units(Effect effect, double margin, double alpha, double power) {
    if (!effect.bounded()) {
      return -1;
    }
    int low = 1;
    int high = 2;
    while (!suffices(effect, high, margin, alpha, power)) {
      if (high > MOST_UNITS) {
        return -1;
      }
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (suffices(effect, middle, margin, alpha, power)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  // At a true 0 both tests may err, each with half of 1 - power: Chow, Shao and Wang's
  // approximation.
  private static boolean suffices(
      Effect effect, int units, double margin, double alpha, double power) {
    double freedom = effect.freedom() / (effect.units() - 1) * (units - 1);
    double error = effect.error() * Math.sqrt((double) effect.units() / units);
    TDistribution student = TDistribution.of(freedom);
    double needed =
        student.inverseSurvivalProbability(alpha)
            + student.inverseSurvivalProbability((1 - power) / 2);
    return needed * error <= margin;
  }
}
