package io.ringfence.lab.kit.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Corrections, bounds of counts and forecasts. */
class FamilyTest {
  @Test
  void holmsCorrectionStepsDown() {
    // Sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1; none is less than the one before.
    assertThat(Holm.adjust(0.04, 0.01, 0.03, 0.02))
        .containsExactly(new double[] {0.06, 0.04, 0.06, 0.06}, within(1e-12));
    assertThat(Holm.adjust(0.7, 0.8)).containsExactly(1, 1);
    assertThat(Holm.adjust()).isEmpty();
  }

  @Test
  void aFamilyWithoutAnEffectErrsAtMostOneTimeInTwenty() {
    Random random = new Random(11);
    int errors = 0;
    for (int round = 0; round < 4000; round++) {
      double[] p = new double[8];
      Arrays.setAll(p, i -> random.nextDouble());
      errors += Arrays.stream(Holm.adjust(p)).anyMatch(each -> each <= 0.05) ? 1 : 0;
    }
    assertThat(errors / 4000.0).isBetween(0.04, 0.06);
  }

  @Test
  void boundsOfACountAreThoseOfTheBinomialDistribution() {
    // 0.95^3 + 3 * 0.05 * 0.95^2 = 0.99275: one of three may be different, two may not.
    assertThat(BinomialBounds.most(3, 0.05, 0.01)).isEqualTo(1);
    // 1 - 0.9^5 - 5 * 0.1 * 0.9^4 - 10 * 0.01 * 0.9^3 = 0.00856: two of five equivalent are too
    // few.
    assertThat(BinomialBounds.least(5, 0.9, 0.01)).isEqualTo(3);
    assertThat(BinomialBounds.p(6, 0.5, 6)).isCloseTo(2 / 64.0, within(1e-12));
    assertThat(BinomialBounds.p(1, 0.5, 1)).isEqualTo(1);
    assertThat(BinomialBounds.p(0, 0.5, 0)).isEqualTo(1);
  }

  @Test
  void theForecastHasThePowerThatItPromises() {
    Random random = new Random(5);
    double[] spread = {-1, 0, 1};
    int units = Forecast.units(Effect.ofMean(spread), 1, 0.05, 0.9);
    int equivalent = 0;
    for (int round = 0; round < 4000; round++) {
      double[] sample = new double[units];
      Arrays.setAll(sample, i -> random.nextGaussian());
      equivalent += Effect.ofMean(sample).equivalentP(1) <= 0.05 ? 1 : 0;
    }
    assertThat(units).isEqualTo(13);
    assertThat(equivalent / 4000.0).isBetween(0.88, 0.95);
  }

  @Test
  void theForecastUsesTheSpreadAlone() {
    double[] near = {-1, 0, 1};
    double[] far = {99, 100, 101};

    assertThat(Forecast.units(Effect.ofMean(far), 1, 0.05, 0.9))
        .isEqualTo(Forecast.units(Effect.ofMean(near), 1, 0.05, 0.9));
  }

  @Test
  void withoutASpreadThereIsNoForecast() {
    assertThat(Forecast.units(Effect.ofMean(new double[] {1}), 1, 0.05, 0.9)).isEqualTo(-1);
    assertThat(Forecast.units(Effect.ofMean(new double[] {-9999, 9999}), 1, 0.05, 0.9))
        .isEqualTo(-1);
  }
}
