package io.ringfence.lab.kit.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * An estimated difference, its standard error, and Student's distribution that belongs to it.
 *
 * @param estimate of the difference
 * @param error the standard error; NaN when the units are too few for one
 * @param freedom degrees of freedom, not always whole
 * @param units in the sample; in the smaller of two samples
 */
public record Effect(double estimate, double error, double freedom, int units) {

  /**
   * Returns the mean of independent differences.
   *
   * @throws IllegalArgumentException when the sample is empty
   */
  public static Effect ofMean(double[] differences) {
    int n = differences.length;
    double mean = Student.mean(differences);
    return n < 2
        ? new Effect(mean, Double.NaN, 0, n)
        : new Effect(mean, Student.deviation(differences) / Math.sqrt(n), n - 1, n);
  }

  /**
   * Returns the difference of the means of two independent samples (Welch 1947): {@code sample}
   * less {@code reference}. The two may scatter differently.
   *
   * @throws IllegalArgumentException when a sample is empty
   */
  public static Effect welch(double[] sample, double[] reference) {
    double difference = Student.mean(sample) - Student.mean(reference);
    int units = Math.min(sample.length, reference.length);
    if (units < 2) {
      return new Effect(difference, Double.NaN, 0, units);
    }
    double one = Math.pow(Student.deviation(sample), 2) / sample.length;
    double other = Math.pow(Student.deviation(reference), 2) / reference.length;
    double sum = one + other;
    double freedom =
        sum == 0
            ? sample.length + reference.length - 2
            : sum
                * sum
                / (one * one / (sample.length - 1) + other * other / (reference.length - 1));
    return new Effect(difference, Math.sqrt(sum), freedom, units);
  }

  /** Returns whether the units suffice for an interval. */
  public boolean bounded() {
    return !Double.isNaN(error);
  }

  /**
   * Returns the two-sided interval.
   *
   * @param alpha the chance that it misses the difference: 0.05 for 95 %
   * @return without limits when the units are too few
   */
  public Interval interval(double alpha) {
    if (!bounded()) {
      return Interval.unbounded(estimate);
    }
    double half = distribution().inverseSurvivalProbability(alpha / 2) * error;
    return new Interval(estimate, estimate - half, estimate + half);
  }

  /** Returns the two-sided p-value of a true difference of 0; 1 when the units are too few. */
  public double differentP() {
    return bounded() ? Math.min(1, 2 * survival(Math.abs(estimate))) : 1;
  }

  /**
   * Returns the p-value of two one-sided tests (Schuirmann 1987) of a true difference of {@code
   * margin} or more, either way; 1 when the units are too few.
   */
  public double equivalentP(double margin) {
    return bounded() ? Math.max(survival(margin - estimate), survival(margin + estimate)) : 1;
  }

  private double survival(double distance) {
    if (error == 0) {
      return distance > 0 ? 0 : 1;
    }
    return distribution().survivalProbability(distance / error);
  }

  private TDistribution distribution() {
    return TDistribution.of(freedom);
  }
}
