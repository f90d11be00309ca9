package io.ringfence.lab.measure.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.kit.statistics.BinomialBounds;
import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Student;
import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The whole analysis on experiments whose truth is known. {@code -Dringfence.simulation.rounds=N}
 * takes more of them; bounds tighten with their number.
 */
class SimulationTest {
  private static final int ROUNDS = Integer.getInteger("ringfence.simulation.rounds", 300);
  private static final Contrast SMP = new Contrast("smp", "auto");
  private static final Plan FULL = plan(4, 6, 200, 0.9);
  private static final Plan ONE_BOOT = plan(4, 1, 200, 0);
  private static final Plan LONG_BOOT = plan(4, 1, 1000, 0);

  private static Plan plan(int instances, int boots, int blocks, double power) {
    return new Plan(
        List.of("auto", "smp"),
        instances,
        boots,
        blocks,
        Plan.SUPERBLOCK,
        Timing.STANDARD,
        List.of(SliceMetric.WORKER_CPU, SliceMetric.RATE),
        List.of(SMP),
        List.of(),
        List.of(),
        List.of(List.of("auto", "smp")),
        1,
        0.05,
        power,
        1);
  }

  private static List<AlternationAnalysis> rounds(Plan plan, UnaryOperator<SimulatedSlices> world) {
    List<AlternationAnalysis> rounds = new ArrayList<>();
    for (int seed = 0; seed < ROUNDS; seed++) {
      List<Slice> slices = world.apply(new SimulatedSlices(plan, seed)).take();
      rounds.add(AlternationAnalysis.of(plan, slices, List.of()));
    }
    return rounds;
  }

  private static Finding cpu(AlternationAnalysis analysis) {
    return analysis.findings().get(0);
  }

  private static Finding rate(AlternationAnalysis analysis) {
    return analysis.findings().get(1);
  }

  private static long count(
      List<AlternationAnalysis> rounds, Predicate<AlternationAnalysis> predicate) {
    return rounds.stream().filter(predicate).count();
  }

  private static boolean different(Finding finding) {
    return finding.verdict() == Verdict.DIFFERENT
        || finding.verdict() == Verdict.DIFFERENT_WITHIN_MARGIN;
  }

  /** Rounds in which something of this chance may happen, but for one time in a hundred. */
  private static long most(double chance) {
    return BinomialBounds.most(ROUNDS, chance, 0.01);
  }

  private static long least(double chance) {
    return BinomialBounds.least(ROUNDS, chance, 0.01);
  }

  private static void assertHonest(List<AlternationAnalysis> rounds, double truth) {
    assertThat(count(rounds, each -> cpu(each).interval().holds(truth)))
        .as("intervals of CPU that hold the truth")
        .isGreaterThanOrEqualTo(least(0.95))
        .isGreaterThanOrEqualTo((long) (0.93 * ROUNDS));
    assertThat(count(rounds, each -> rate(each).interval().holds(0)))
        .as("intervals of the rate that hold the truth")
        .isGreaterThanOrEqualTo(least(0.95))
        .isGreaterThanOrEqualTo((long) (0.93 * ROUNDS));
  }

  @Test
  void equalPoliciesAreSeldomDifferentAndMostlyEquivalent() {
    List<AlternationAnalysis> rounds = rounds(FULL, world -> world);

    assertThat(count(rounds, each -> different(cpu(each)))).isLessThanOrEqualTo(most(0.05));
    assertThat(count(rounds, each -> different(rate(each)))).isLessThanOrEqualTo(most(0.05));
    assertHonest(rounds, 0);
    assertThat(count(rounds, each -> cpu(each).equivalentP() <= 0.05))
        .as("equivalent within 1 %% with the declared budget")
        .isGreaterThanOrEqualTo(least(FULL.power()));
    assertThat(count(rounds, each -> carryOver(each).holds(0)))
        .as("intervals of the carry-over that hold the truth")
        .isGreaterThanOrEqualTo(least(0.93));
    assertThat(
            rounds.stream()
                .mapToDouble(each -> carryOver(each).high() - carryOver(each).low())
                .average()
                .orElseThrow())
        .as("width of the carry-over's interval, from which drift was taken")
        .isLessThan(0.9);
    assertThat(count(rounds, each -> rate(each).tails().differ()))
        .as("tails that are called different")
        .isLessThanOrEqualTo(most(0.05));
    assertThat(count(rounds, SimulationTest::aaFails)).isLessThanOrEqualTo(most(0.02));
  }

  @Test
  void instancesThatDifferByOnePercentMakeNoPoliciesDifferent() {
    for (Plan plan : List.of(FULL, LONG_BOOT)) {
      List<AlternationAnalysis> rounds = rounds(plan, world -> world.instancesDifferBy(0.01));

      assertThat(count(rounds, each -> different(cpu(each)))).isLessThanOrEqualTo(most(0.05));
      assertHonest(rounds, 0);
    }
  }

  @Test
  void slicesAsUnitsWouldErrFarMoreOften() {
    int different = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      List<Slice> slices = new SimulatedSlices(LONG_BOOT, seed).instancesDifferBy(0.01).take();
      different += slicesAsUnits(Superblocks.of(LONG_BOOT, slices)).differentP() <= 0.05 ? 1 : 0;
    }
    assertThat(different).isGreaterThan((int) (0.3 * ROUNDS));
  }

  /** The broken estimator: the superblocks of an instance as if each had code of its own. */
  private static Effect slicesAsUnits(Superblocks superblocks) {
    List<Double> differences = new ArrayList<>();
    for (int i = 1; i <= LONG_BOOT.instances(); i++) {
      double[] smp = superblocks.logs(1, new Arm("smp", i), SliceMetric.WORKER_CPU);
      double[] auto = superblocks.logs(1, new Arm("auto", i), SliceMetric.WORKER_CPU);
      for (int each = 0; each < smp.length; each++) {
        differences.add(smp[each] - auto[each]);
      }
    }
    return Effect.ofMean(differences.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void oneBootIsHonestToo() {
    List<AlternationAnalysis> rounds = rounds(ONE_BOOT, world -> world);

    assertThat(count(rounds, each -> different(cpu(each)))).isLessThanOrEqualTo(most(0.05));
    assertHonest(rounds, 0);
    assertThat(count(rounds, SimulationTest::aaFails)).isLessThanOrEqualTo(most(0.02));
  }

  @Test
  void twiceTheMarginIsFoundAlthoughItIsCarriedOver() {
    List<AlternationAnalysis> rounds =
        rounds(FULL, world -> world.costs("smp", 1.02).carriesOver("smp", 1.005));

    assertThat(count(rounds, each -> cpu(each).verdict() == Verdict.DIFFERENT))
        .isGreaterThanOrEqualTo(least(0.99));
    assertHonest(rounds, 2);
    assertThat(
            rounds.stream().mapToDouble(each -> carryOver(each).estimate()).average().orElseThrow())
        .as("mean of the estimates of 0.5 %% carried over")
        .isBetween(0.47, 0.53);
    assertThat(count(rounds, SimulationTest::aaFails))
        .as("policies that are called identical and are not")
        .isGreaterThanOrEqualTo(least(0.95));
  }

  @Test
  void aDifferenceOfTheMarginIsSeldomCalledEquivalent() {
    List<AlternationAnalysis> rounds = rounds(FULL, world -> world.costs("smp", 1.01));

    assertThat(count(rounds, each -> cpu(each).equivalentP() <= 0.05))
        .isLessThanOrEqualTo(most(0.05));
    assertHonest(rounds, 1);
  }

  @Test
  void aStallUnderOnePolicyIsFound() {
    assertThat(count(rounds(FULL, world -> world.stalls("smp")), SimulationTest::stallFound))
        .isGreaterThanOrEqualTo(least(0.98));
    // 24 s and 20,000 transactions of a policy: one stall, and chance has its say.
    assertThat(count(rounds(ONE_BOOT, world -> world.stalls("smp")), SimulationTest::stallFound))
        .isGreaterThanOrEqualTo(least(0.75));
  }

  private static boolean stallFound(AlternationAnalysis analysis) {
    return rate(analysis).tails().differ() || different(rate(analysis));
  }

  private static boolean aaFails(AlternationAnalysis analysis) {
    return analysis.controls().getFirst().state() == ControlOutcome.State.FAILED;
  }

  private static Interval carryOver(AlternationAnalysis analysis) {
    return analysis.carryOvers().getFirst().percent();
  }

  @Test
  void theSimulationHasTheTailsAndTheDriftThatWereMeasured() {
    List<Slice> slices =
        new SimulatedSlices(plan(1, 1, 20_000, 0), 3)
            .instancesDifferBy(0).take().stream().filter(each -> each.transactions() > 0).toList();
    double[] rate = slices.stream().mapToDouble(each -> logRatio(each, each.nanos())).toArray();
    double[] cpu =
        slices.stream().mapToDouble(each -> logRatio(each, each.workerCpuNanos())).toArray();

    assertThat(autocorrelation(rate)).isBetween(0.78, 0.86);
    assertThat(autocorrelation(cpu)).isBetween(0.57, 0.67);
    double[] ratios =
        IntStream.range(0, rate.length / 2)
            .mapToDouble(i -> rate[2 * i] - rate[2 * i + 1])
            .toArray();
    assertThat(kurtosis(ratios)).isBetween(9.0, 16.0);
  }

  private static double logRatio(Slice slice, double cost) {
    return Math.log(cost / slice.transactions());
  }

  private static double autocorrelation(double[] series) {
    double mean = Student.mean(series);
    double sum = 0;
    for (int i = 1; i < series.length; i++) {
      sum += (series[i] - mean) * (series[i - 1] - mean);
    }
    return sum / (series.length - 1) / Math.pow(Student.deviation(series), 2);
  }

  private static double kurtosis(double[] sample) {
    double mean = Student.mean(sample);
    return Arrays.stream(sample).map(each -> Math.pow(each - mean, 4)).average().orElseThrow()
        / Math.pow(Student.deviation(sample), 4);
  }
}
