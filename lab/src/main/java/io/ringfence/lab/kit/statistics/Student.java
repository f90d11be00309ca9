package io.ringfence.lab.kit.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/** Student's interval of a mean. */
public final class Student {
  private Student() {}

  /**
   * Returns the mean and its two-sided interval.
   *
   * @param alpha the chance that the interval misses the mean: 0.05 for 95 %
   * @return without limits for fewer than two values
   * @throws IllegalArgumentException when the sample is empty
   */
  public static Interval interval(double[] sample, double alpha) {
    double mean = mean(sample);
    if (sample.length < 2) {
      return Interval.unbounded(mean);
    }
    double half = halfWidth(deviation(sample), sample.length, alpha);
    return new Interval(mean, mean - half, mean + half);
  }

  /** Returns half the width of the interval for {@code n} values of this standard deviation. */
  static double halfWidth(double deviation, int n, double alpha) {
    double quantile = TDistribution.of(n - 1).inverseSurvivalProbability(alpha / 2);
    return quantile * deviation / Math.sqrt(n);
  }

  /** Returns the mean of a sample. */
  public static double mean(double[] sample) {
    return Arrays.stream(sample)
        .average()
        .orElseThrow(() -> new IllegalArgumentException("0 values; a mean needs at least one"));
  }

  /** Returns the standard deviation of a sample, with n - 1; NaN for one value. */
  public static double deviation(double[] sample) {
    double mean = mean(sample);
    double squares = Arrays.stream(sample).map(x -> (x - mean) * (x - mean)).sum();
    return sample.length < 2 ? Double.NaN : Math.sqrt(squares / (sample.length - 1));
  }
}
