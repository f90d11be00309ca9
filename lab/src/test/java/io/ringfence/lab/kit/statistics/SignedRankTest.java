package io.ringfence.lab.kit.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedRankTest {
  // Two-sided critical values of the signed-rank statistic from printed tables: reject at W <= w,
  // so
  // that the limit is the (w + 1)-th pair mean.
  @ParameterizedTest
  @CsvSource({
    "5,0.05,0",
    "6,0.05,1",
    "7,0.05,3",
    "8,0.05,4",
    "10,0.05,9",
    "12,0.05,14",
    "15,0.05,26",
    "20,0.05,53",
    "25,0.05,90",
    "8,0.01,1",
    "10,0.01,4",
    "20,0.01,38"
  })
  void criticalValuesAreThoseOfTheTables(int n, double alpha, int count) {
    assertThat(SignedRank.criticalCount(n, alpha)).isEqualTo(count);
  }

  @Test
  void theApproximationMeetsTheExactCount() {
    // n = 60, two-sided 0.05: tables give 648 as the critical value.
    assertThat(SignedRank.criticalCount(60, 0.05)).isBetween(646, 651);
    assertThat(SignedRank.criticalCount(61, 0.05)).isBetween(670, 680);
  }

  @Test
  void darwinsMaize() {
    // Darwin 1876, heights of crossed less self-fertilised plants, eighths of an inch: the 26th of
    // 120 pair means from either end, and their median, counted by hand.
    double[] maize = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

    assertThat(SignedRank.interval(maize, 0.05)).isEqualTo(new Interval(25, 4, 41.5));
  }

  @Test
  void anOutlierHardlyMovesIt() {
    double[] sample = {1.0, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98, 1.01, 0.99, 1.0};
    double[] spoilt = sample.clone();
    spoilt[9] = 500;

    assertThat(SignedRank.interval(spoilt, 0.05).estimate())
        .isCloseTo(SignedRank.interval(sample, 0.05).estimate(), within(0.05));
    assertThat(Student.interval(spoilt, 0.05).estimate()).isGreaterThan(50);
  }

  @Test
  void fiveValuesAllowNoIntervalOf95Percent() {
    assertThat(SignedRank.interval(new double[] {1, 2, 3, 4, 5}, 0.05).bounded()).isFalse();
    assertThat(SignedRank.interval(new double[] {1, 2, 3, 4, 5, 6}, 0.05))
        .isEqualTo(new Interval(3.5, 1, 6));
  }

  @Test
  void itHoldsTheCentreOfHeavyTailsNineteenTimesOfTwenty() {
    Random random = new Random(4);
    int held = 0;
    int rounds = 2000;
    for (int round = 0; round < rounds; round++) {
      // Cauchy: a mean of such values tells nothing at all.
      double[] sample =
          Arrays.stream(new double[12])
              .map(zero -> 3 + random.nextGaussian() / random.nextGaussian())
              .toArray();
      held += SignedRank.interval(sample, 0.05).holds(3) ? 1 : 0;
    }
    assertThat(held / (double) rounds).isBetween(0.94, 0.97);
  }
}
