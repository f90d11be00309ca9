package io.ringfence.lab.measure.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.measure.experiment.Run;
import io.ringfence.lab.measure.experiment.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class AnalysisTest {
  private static final List<String> POLICIES = List.of("smp", "dma", "mandatory");
  private static final List<String> MEASURED =
      List.of("smp", "dma", "mandatory", "dose:0", "dose:1000");
  private static final Set<String> SAME = Set.of("dma", "dose:0", "dose:1000");

  private static Analysis analysis(
      int pairs, ToDoubleFunction<String> factor, double noise, Long lost) {
    Design design = Samples.design(POLICIES, pairs, 1, false);
    return Analysis.of(
        Samples.experiment(design, "dma", Samples.runs(MEASURED, 1, pairs, factor, noise, lost)));
  }

  private static Comparison rate(Analysis analysis, String policy) {
    return analysis.comparison(policy, Metric.RATE).orElseThrow();
  }

  @Test
  void aTenthLessIsDifferentAndTheSameIsEquivalent() {
    Analysis analysis = Analysis.of(Samples.sound(12));

    assertThat(analysis.mayConclude()).isTrue();
    assertThat(rate(analysis, "mandatory").verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(rate(analysis, "mandatory").interval().holds(-10)).isTrue();
    assertThat(rate(analysis, "mandatory").interval().within(-11.5, -8.5)).isTrue();
    assertThat(rate(analysis, "dma").verdict()).isEqualTo(Verdict.EQUIVALENT);
    assertThat(analysis.comparison("mandatory", Metric.MEAN_LATENCY).orElseThrow().interval())
        .satisfies(interval -> assertThat(interval.holds(100 / 0.9 - 100)).isTrue());
  }

  @Test
  void whatExecutesTheSameIsJudgedAsTheControlIs() {
    // 1.1 % more, by a t of 2.9 on 7 degrees of freedom: 95 % excludes 0, 99 % does not.
    List<Run> runs = new ArrayList<>();
    for (int block = 0; block < 8; block++) {
      double rate = 2000 * Math.exp(block % 2 == 0 ? 0.021 : 0.001);
      runs.add(Samples.run(0, block, "smp", 2000, 0L));
      runs.add(Samples.run(0, block, "dma", rate, 0L));
      runs.add(Samples.run(0, block, "mandatory", rate, 0L));
    }
    Analysis analysis =
        Analysis.of(Samples.experiment(Samples.design(POLICIES, 8, 1, false), "dma", runs));

    assertThat(rate(analysis, "mandatory").verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(rate(analysis, "mandatory").same()).isFalse();
    assertThat(rate(analysis, "dma").verdict()).isEqualTo(Verdict.NOT_DECIDED);
    assertThat(rate(analysis, "dma").same()).isTrue();
    assertThat(analysis.costControls().getFirst().state()).isEqualTo(State.PASSED);
  }

  @Test
  void percentAndLogarithmsGoBackAndForth() {
    assertThat(Comparison.percent(Comparison.logMargin(1))).isCloseTo(1, within(1e-12));
    assertThat(Comparison.percent(Math.log(0.9))).isCloseTo(-10, within(1e-12));
  }

  @Test
  void equalPoliciesUnderHeavyNoiseLookEqual() {
    // A mean of differences in percent would call either of the two some 13 % faster.
    Analysis analysis = analysis(500, policy -> 1, 0.5, 0L);

    assertThat(rate(analysis, "dma").interval().holds(0)).isTrue();
    assertThat(rate(analysis, "dma").interval().within(-12, 12)).isTrue();
  }

  @Test
  void theDoseControlFindsWhatAFenceCosts() {
    Analysis analysis = Analysis.of(Samples.sound(12));

    // A transaction of 6 % more; 400 ms of CPU in 20,000 transactions are 20 us, of which 6 % are
    // 1.2.
    DoseSlope slope = analysis.doseSlope().orElseThrow();
    assertThat(slope.percent().holds(6)).isTrue();
    assertThat(slope.cpuNanos().holds(1.2)).isTrue();
    assertThat(slope.cpuNanos().within(0.9, 1.5)).isTrue();
    assertThat(analysis.costControls())
        .extracting(ControlOutcome::state)
        .containsOnly(State.PASSED);
  }

  @Test
  void withoutASlopeNothingIsConcluded() {
    Analysis flat = analysis(12, policy -> 1, 0.02, 0L);
    assertThat(flat.costControls().get(1).state()).isEqualTo(State.NOT_SHOWN);
    assertThat(flat.mayConclude()).isFalse();

    Analysis faster = analysis(12, policy -> policy.equals("dose:1000") ? 1.1 : 1, 0.005, 0L);
    assertThat(faster.costControls().get(1).state()).isEqualTo(State.FAILED);
    assertThat(faster.mayConclude()).isFalse();
  }

  @Test
  void aDifferenceBetweenTheSameInstructionsIsAFailure() {
    Analysis analysis =
        analysis(12, policy -> policy.equals("dma") ? 0.9 : Samples.factor(policy), 0.005, 0L);

    assertThat(analysis.costControls().getFirst().state()).isEqualTo(State.FAILED);
    assertThat(analysis.mayConclude()).isFalse();
  }

  @Test
  void onePairShowsNothing() {
    Analysis analysis = Analysis.of(Samples.sound(1));

    assertThat(analysis.costControls())
        .extracting(ControlOutcome::state)
        .containsOnly(State.NOT_SHOWN);
    assertThat(rate(analysis, "mandatory").verdict()).isEqualTo(Verdict.NOT_DECIDED);
    assertThat(rate(analysis, "mandatory").interval().bounded()).isFalse();
    assertThat(rate(analysis, "mandatory").interval().estimate()).isCloseTo(-10, within(2.0));
  }

  @Test
  void aNotificationLostUnderASoundPolicyForbidsAConclusion() {
    Analysis lossy = analysis(12, Samples::factor, 0.005, 1L);
    assertThat(lossy.safetyControls().getFirst().state()).isEqualTo(State.FAILED);
    assertThat(lossy.mayConclude()).isFalse();

    Analysis blind = analysis(12, Samples::factor, 0.005, null);
    assertThat(blind.safetyControls().getFirst().state()).isEqualTo(State.NOT_SHOWN);
    assertThat(blind.mayConclude()).as("cost rests on the other controls").isTrue();
  }

  @Test
  void theNegativeControlMustLoseOrStall() {
    Experiment base = Samples.sound(12);
    Run lossy = Samples.run(0, 0, "none", 2000, 3L);
    Run silent = Samples.run(0, 0, "none", 2000, 0L);

    assertThat(negative(base, new Experiment.NegativeRun("none", null, lossy)).state())
        .isEqualTo(State.PASSED);
    assertThat(negative(base, new Experiment.NegativeRun("none", null, silent)).state())
        .isEqualTo(State.NOT_SHOWN);
    assertThat(negative(base, new Experiment.NegativeRun("none", "no answer", null)).seen())
        .isEqualTo("none stalled: no answer");
    assertThat(negative(base, null).state()).isEqualTo(State.LEFT_OUT);
  }

  private static ControlOutcome negative(Experiment base, Experiment.NegativeRun run) {
    Experiment with =
        new Experiment(
            base.started(),
            base.design(),
            base.environment(),
            base.commands(),
            base.barriers(),
            base.twin(),
            base.runs(),
            run,
            base.alarms(),
            base.notes());
    return Analysis.of(with).safetyControls().getLast();
  }

  @Test
  void withSeveralBootsABootIsTheUnit() {
    Design design = Samples.design(POLICIES, 4, 5, false);
    Analysis analysis =
        Analysis.of(
            Samples.experiment(
                design, "dma", Samples.runs(MEASURED, 5, 4, Samples::factor, 0.005, 0L)));

    Comparison comparison = rate(analysis, "mandatory");
    assertThat(comparison.units()).isEqualTo(5);
    assertThat(comparison.boots())
        .hasSize(5)
        .allSatisfy(each -> assertThat(each.holds(-10)).isTrue());
    assertThat(analysis.unit(2)).isEqualTo("boots");
  }

  @Test
  void aSequentialExperimentStopsAtALookThatDecidesEverything() {
    Design design = Samples.design(POLICIES, 60, 1, true);
    List<Run> runs = Samples.runs(MEASURED, 1, 19, Samples::factor, 0.002, 0L);

    assertThat(Analysis.decided(design, SAME, upTo(runs, 9))).as("a look is due").isTrue();
    assertThat(Analysis.decided(design, SAME, upTo(runs, 8))).as("no look is due").isFalse();
    List<Run> noisy = Samples.runs(MEASURED, 1, 9, Samples::factor, 0.3, 0L);
    assertThat(Analysis.decided(design, SAME, noisy)).isFalse();
    List<Run> flat =
        Samples.runs(MEASURED, 1, 9, policy -> policy.equals("mandatory") ? 0.9 : 1, 0.002, 0L);
    assertThat(Analysis.decided(design, SAME, flat))
        .as("the dose control has not come out")
        .isFalse();
  }

  private static List<Run> upTo(List<Run> runs, int blocks) {
    return runs.stream().filter(run -> run.block() < blocks).toList();
  }
}
