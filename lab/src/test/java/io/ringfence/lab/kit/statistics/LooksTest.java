package io.ringfence.lab.kit.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LooksTest {
  private static final double ALPHA = 0.05;
  private static final int MOST = 60;
  private static final int ROUNDS = 1500;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 8, 9, 20, 60, 1000})
  void theErrorOfAllLooksIsTheWholeAndTheLastLookIsTheEnd(int most) {
    Looks looks = Looks.repeated(most, ALPHA);

    assertThat(looks.all().stream().mapToDouble(Looks.Look::alpha).sum())
        .isCloseTo(ALPHA, within(1e-12));
    assertThat(looks.last().size()).isEqualTo(most);
    assertThat(looks.due(most)).isTrue();
    assertThat(looks.due(most + 1)).isFalse();
  }

  @Test
  void laterLooksSpendMore() {
    assertThat(Looks.repeated(60, ALPHA).all())
        .extracting(Looks.Look::size)
        .containsExactly(6, 9, 13, 19, 28, 60);
    assertThat(Looks.repeated(60, ALPHA).all()).extracting(Looks.Look::alpha).isSorted();
  }

  private record Stop(Verdict verdict, boolean held, int size) {}

  /** An experiment that stops at the first look that decides. */
  private static Stop stop(
      double truth, double margin, ToDoubleFunction<Random> noise, Random random) {
    Looks looks = Looks.repeated(MOST, ALPHA);
    double[] sample = new double[MOST];
    Arrays.setAll(sample, i -> truth + noise.applyAsDouble(random));
    Decision decision = null;
    for (Looks.Look look : looks.all()) {
      decision = Decision.of(Arrays.copyOf(sample, look.size()), margin, looks);
      if (decision.verdict() != Verdict.NOT_DECIDED) {
        return new Stop(decision.verdict(), decision.interval().holds(truth), look.size());
      }
    }
    return new Stop(Verdict.NOT_DECIDED, decision.interval().holds(truth), MOST);
  }

  private static double share(double truth, double margin, Verdict verdict) {
    Random random = new Random(99);
    int count = 0;
    for (int round = 0; round < ROUNDS; round++) {
      count += stop(truth, margin, Random::nextGaussian, random).verdict() == verdict ? 1 : 0;
    }
    return count / (double) ROUNDS;
  }

  @Test
  void noDifferenceIsCalledOneAtMostOneTimeInTwenty() {
    // A margin of 0.1 deviations is out of reach of 60 values: nothing but an error stops early.
    assertThat(share(0, 0.1, Verdict.DIFFERENT)).isBetween(0.005, ALPHA);
  }

  @Test
  void aDifferenceOfTheMarginIsCalledEquivalentAtMostOneTimeInTwenty() {
    assertThat(share(0.6, 0.6, Verdict.EQUIVALENT)).isBetween(0.005, ALPHA);
  }

  @Test
  void looksWithoutCorrectionWouldErrMoreOften() {
    Random random = new Random(99);
    int errors = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double[] sample = new double[MOST];
      Arrays.setAll(sample, i -> random.nextGaussian());
      errors +=
          Looks.repeated(MOST, ALPHA).all().stream()
                  .anyMatch(
                      look -> !Student.interval(Arrays.copyOf(sample, look.size()), ALPHA).holds(0))
              ? 1
              : 0;
    }
    assertThat(errors / (double) ROUNDS).isGreaterThan(0.1);
  }

  @Test
  void theIntervalAtTheStopHoldsTheTruth() {
    for (double truth : new double[] {0, 0.3, 1}) {
      Random random = new Random(7);
      int held = 0;
      for (int round = 0; round < ROUNDS; round++) {
        held += stop(truth, 0.5, Random::nextGaussian, random).held() ? 1 : 0;
      }
      assertThat(held / (double) ROUNDS).as("truth %s", truth).isGreaterThan(1 - ALPHA);
    }
  }

  @Test
  void outliersDoNotBreakThePromise() {
    // One run in ten is disturbed by ten times the spread, either way.
    ToDoubleFunction<Random> noise =
        random -> random.nextGaussian() * (random.nextInt(10) == 0 ? 10 : 1);
    Random random = new Random(3);
    int errors = 0;
    for (int round = 0; round < ROUNDS; round++) {
      errors += stop(0, 0.1, noise, random).verdict() == Verdict.DIFFERENT ? 1 : 0;
    }
    assertThat(errors / (double) ROUNDS).isLessThan(ALPHA);
  }

  @Test
  void aLargeDifferenceEndsTheExperimentEarly() {
    Random random = new Random(5);
    for (int round = 0; round < 100; round++) {
      Stop stop = stop(6, 0.5, Random::nextGaussian, random);
      assertThat(stop.verdict()).isEqualTo(Verdict.DIFFERENT);
      assertThat(stop.size()).isLessThanOrEqualTo(9);
    }
  }
}
