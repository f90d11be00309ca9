package io.ringfence.lab.kit.statistics;

import java.util.Arrays;
import java.util.Collection;

/**
 * A summary of a sample. The range is an interval of the true median: n values contain it with a
 * probability of 1 - 2^(1-n), 94 % for five and 98 % for seven.
 *
 * @param low the least value
 * @param high the greatest value
 * @param deviation standard deviation, with n - 1; NaN for one value
 */
public record Summary(double low, double median, double high, double mean, double deviation) {
  /**
   * Returns a sample's summary.
   *
   * @throws IllegalArgumentException when the sample is empty
   */
  public static Summary of(double... sample) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double median = Median.ofSorted(sorted);
    return new Summary(
        sorted[0],
        median,
        sorted[sorted.length - 1],
        Student.mean(sample),
        Student.deviation(sample));
  }

  /** As {@link #of(double...)}. */
  public static Summary of(Collection<Double> sample) {
    return of(sample.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
