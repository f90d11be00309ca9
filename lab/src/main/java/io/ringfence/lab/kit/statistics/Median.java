package io.ringfence.lab.kit.statistics;

import java.util.Arrays;
import java.util.Collection;

/** The median of a sample; for an even number of values, the mean of the two in the middle. */
public final class Median {
  private Median() {}

  /**
   * Returns the median of values in any order.
   *
   * @throws IllegalArgumentException when the sample is empty
   */
  public static double of(double... sample) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted);
  }

  /** As {@link #of(double...)}. */
  public static double of(Collection<Double> sample) {
    return of(sample.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** As {@link #of(double...)}, for values that ascend. */
  static double ofSorted(double[] sorted) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("0 values; a median needs at least one");
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
