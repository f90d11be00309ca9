package io.ringfence.lab.kit.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final double ALPHA = 0.05;

  private static Decision decide(double margin, double... sample) {
    return Decision.of(sample, margin, Looks.once(sample.length, ALPHA));
  }

  // Mean m, standard deviation sqrt(2.5): the interval is m +- 1.963, the one of TOST m +- 1.507.
  private static double[] around(double m) {
    return new double[] {m - 2, m - 1, m, m + 1, m + 2};
  }

  @Test
  void anIntervalWithoutZeroIsADifference() {
    assertThat(decide(1, around(1.97)).verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(decide(1, around(1.96)).verdict()).isEqualTo(Verdict.NOT_DECIDED);
    assertThat(decide(1, around(-1.97)).verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void theWiderErrorOfTwoOneSidedTestsDecidesOnEquivalence() {
    assertThat(decide(1.51, around(0)).verdict()).isEqualTo(Verdict.EQUIVALENT);
    assertThat(decide(1.50, around(0)).verdict()).isEqualTo(Verdict.NOT_DECIDED);
    assertThat(decide(1.51, around(0.01)).verdict()).isEqualTo(Verdict.NOT_DECIDED);
  }

  @Test
  void aDifferenceSmallerThanTheMarginIsEquivalence() {
    Decision decision = decide(4, around(2));

    assertThat(decision.interval().holds(0)).isFalse();
    assertThat(decision.verdict()).isEqualTo(Verdict.EQUIVALENT);
    assertThat(decision.more()).isZero();
  }

  @Test
  void whatIsMissingIsToldFromTheSpread() {
    // Deviation 1.5811, mean 0, margin 0.5: t(n - 1; 0.95) 1.5811 / sqrt(n) <= 0.5 from n = 29 or
    // 30.
    assertThat(decide(0.5, around(0)).more()).isBetween(23, 26);
    assertThat(decide(0.5, 3).more()).as("one value has no spread").isEqualTo(-1);
    // On the very margin no number of values would ever decide on equivalence, but on difference.
    assertThat(decide(0.5, around(0.5)).more()).isBetween(30, 45);
  }

  @Test
  void anIntervalOfSeveralLooksIsWhatTheyHaveInCommon() {
    double[] sample = {1, 1.1, 0.9, 1, 1.1, 0.9, 5, -3, 9};
    Looks looks = Looks.repeated(9, ALPHA);

    Interval first =
        Student.interval(java.util.Arrays.copyOf(sample, 6), looks.all().get(0).alpha());
    Interval seen = Decision.interval(sample, looks);

    assertThat(looks.all()).extracting(Looks.Look::size).containsExactly(6, 9);
    assertThat(seen.low()).isEqualTo(first.low());
    assertThat(seen.high()).isEqualTo(first.high());
    assertThat(seen.estimate()).isCloseTo(Student.mean(sample), within(1e-12));
  }
}
