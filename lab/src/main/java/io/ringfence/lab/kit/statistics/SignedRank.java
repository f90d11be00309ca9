package io.ringfence.lab.kit.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Hodges and Lehmann's estimate of the centre of a symmetric sample: the median of all means of two
 * values. Its interval is that of Wilcoxon's signed-rank test. A few outliers do not change it. If
 * it disagrees with Student's interval, outliers decide.
 */
public final class SignedRank {
  /** The largest sample with the exact distribution; above it the normal approximation suffices. */
  private static final int MOST_EXACT = 60;

  private SignedRank() {}

  /**
   * Returns the estimate and a two-sided interval, which misses with a chance of at most {@code
   * alpha}.
   *
   * @return without limits if there are too few values (up to five for 95 %)
   * @throws IllegalArgumentException when the sample is empty
   */
  public static Interval interval(double[] sample, double alpha) {
    double[] means = pairMeans(sample);
    double estimate = Median.ofSorted(means);
    int cut = criticalCount(sample.length, alpha);
    return cut < 1
        ? Interval.unbounded(estimate)
        : new Interval(estimate, means[cut - 1], means[means.length - cut]);
  }

  /**
   * Returns one more than the number of pair means below the lower limit: the largest c for which
   * the rank sum is less than c with a chance of at most alpha / 2; 0 if there is none.
   */
  static int criticalCount(int n, double alpha) {
    return n <= MOST_EXACT ? exactCount(n, alpha) : approximateCount(n, alpha);
  }

  // Rank sums of n fair signs: adding rank r either leaves a sum or moves it by r.
  private static int exactCount(int n, double alpha) {
    double[] chance = new double[n * (n + 1) / 2 + 1];
    chance[0] = 1;
    for (int rank = 1; rank <= n; rank++) {
      for (int sum = chance.length - 1; sum >= 0; sum--) {
        chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
      }
    }
    int count = 0;
    for (double below = chance[0]; below <= alpha / 2; below += chance[count]) {
      count++;
    }
    return count;
  }

  private static int approximateCount(int n, double alpha) {
    double mean = n * (n + 1) / 4.0;
    double deviation = Math.sqrt(n * (n + 1.0) * (2 * n + 1) / 24);
    double quantile = NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2);
    return (int) Math.floor(mean - 0.5 - quantile * deviation);
  }

  private static double[] pairMeans(double[] sample) {
    int n = sample.length;
    double[] means = new double[n * (n + 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        means[next++] = (sample[i] + sample[j]) / 2;
      }
    }
    Arrays.sort(means);
    return means;
  }
}
