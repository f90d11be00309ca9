package io.ringfence.lab.experiment;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * By how much one policy differs from another, from runs that were taken in the same block.
 *
 * @param pairs number of blocks
 * @param mean mean of the relative differences, in percent of the reference
 * @param halfWidth half the width of the 95 % confidence interval around the mean, in percent; NaN
 *     with fewer than two pairs, which have no spread to tell it from
 */
public record PairedDifference(int pairs, double mean, double halfWidth) {
  private static final double TAIL = 0.025;

  /**
   * Student's t interval of the mean of {@code (value - reference) / reference}, block by block.
   *
   * @param reference one figure a block, not 0
   * @param value as many, in the same order
   * @throws IllegalArgumentException when the lengths differ or are 0, or a reference is 0
   */
  public static PairedDifference of(double[] reference, double[] value) {
    if (reference.length != value.length || reference.length == 0) {
      throw new IllegalArgumentException(
          "%d reference figures, %d others: expected as many, and at least one"
              .formatted(reference.length, value.length));
    }
    double[] percent = new double[reference.length];
    for (int i = 0; i < percent.length; i++) {
      if (reference[i] == 0) {
        throw new IllegalArgumentException("the reference of block " + i + " is 0");
      }
      percent[i] = 100 * (value[i] - reference[i]) / reference[i];
    }
    return ofDifferences(percent);
  }

  private static PairedDifference ofDifferences(double[] percent) {
    int n = percent.length;
    double mean = Arrays.stream(percent).average().orElseThrow();
    if (n < 2) {
      return new PairedDifference(n, mean, Double.NaN);
    }
    double squares = Arrays.stream(percent).map(x -> (x - mean) * (x - mean)).sum();
    double standardError = Math.sqrt(squares / (n - 1) / n);
    double quantile = TDistribution.of(n - 1).inverseSurvivalProbability(TAIL);
    return new PairedDifference(n, mean, quantile * standardError);
  }

  public double low() {
    return mean - halfWidth;
  }

  public double high() {
    return mean + halfWidth;
  }
}
