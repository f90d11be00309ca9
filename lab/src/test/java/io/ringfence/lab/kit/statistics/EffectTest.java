package io.ringfence.lab.kit.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EffectTest {
  // Welch's test on two samples of three, reckoned by hand: variances 1 and 4, standard error
  // sqrt(5/3), Satterthwaite's (5/3)^2 / ((1/3)^2/2 + (4/3)^2/2) = 50/17 degrees of freedom.
  private static final double[] SAMPLE = {9, 10, 11};
  private static final double[] REFERENCE = {3, 5, 7};

  @Test
  void welchTakesTheSpreadOfBothSamples() {
    Effect effect = Effect.welch(SAMPLE, REFERENCE);

    assertThat(effect.estimate()).isEqualTo(5);
    assertThat(effect.error()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
    assertThat(effect.freedom()).isCloseTo(50.0 / 17, within(1e-12));
    assertThat(effect.units()).isEqualTo(3);
  }

  @Test
  void theMeanOfDifferencesIsStudents() {
    Effect effect = Effect.ofMean(new double[] {1, 2, 3, 4});

    assertThat(effect.interval(0.05)).isEqualTo(Student.interval(new double[] {1, 2, 3, 4}, 0.05));
  }

  @Test
  void theIntervalEndsAtZeroWhenThePValueIsAlpha() {
    Effect effect = Effect.ofMean(new double[] {1, 2, 3, 4});

    Interval interval = effect.interval(effect.differentP());

    assertThat(interval.low()).isCloseTo(0, within(1e-9));
  }

  @Test
  void equivalenceHasTheIntervalOfTwiceTheErrorWithinTheMargin() {
    Effect effect = Effect.ofMean(new double[] {-0.2, 0.3, 0.1, 0.2});
    double margin = effect.interval(0.1).high();

    assertThat(effect.equivalentP(margin)).isCloseTo(0.05, within(1e-9));
    assertThat(effect.equivalentP(margin * 1.01)).isLessThan(0.05);
  }

  @Test
  void oneUnitHasNoLimitsAndDecidesNothing() {
    for (Effect effect :
        new Effect[] {
          Effect.ofMean(new double[] {7}), Effect.welch(new double[] {7}, new double[] {0, 0})
        }) {
      assertThat(effect.interval(0.05)).isEqualTo(Interval.unbounded(7));
      assertThat(effect.differentP()).isEqualTo(1);
      assertThat(effect.equivalentP(100)).isEqualTo(1);
    }
  }

  @Test
  void unitsWithoutSpreadAreNoDivisionByZero() {
    Effect effect = Effect.ofMean(new double[] {2, 2, 2});

    assertThat(effect.differentP()).isZero();
    assertThat(effect.equivalentP(1)).isEqualTo(1);
    assertThat(effect.equivalentP(3)).isZero();
  }
}
