package io.ringfence.lab.measure.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringfence.lab.kit.statistics.Holm;
import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.slices.Slice;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Plan PLAN =
      new Plan(
          List.of("auto", "smp", "dma", "mandatory"),
          3,
          1,
          50,
          10,
          Timing.STANDARD,
          List.of(SliceMetric.WORKER_CPU, SliceMetric.RATE),
          List.of(
              new Contrast("smp", "auto"),
              new Contrast("dma", "auto"),
              new Contrast("mandatory", "auto")),
          List.of(),
          List.of(),
          List.of(),
          1,
          0.05,
          0,
          1);

  private static List<Finding> findings(long seed, SliceMetric metric) {
    List<Slice> slices =
        new SimulatedSlices(PLAN, seed).costs("mandatory", 1.1).instancesDifferBy(0.02).take();
    return AlternationAnalysis.of(PLAN, slices, List.of()).findings().stream()
        .filter(each -> each.metric() == metric)
        .toList();
  }

  private static double[] uncorrected(long seed, SliceMetric metric) {
    List<Slice> slices =
        new SimulatedSlices(PLAN, seed).costs("mandatory", 1.1).instancesDifferBy(0.02).take();
    Estimator estimator = new Estimator(PLAN, Superblocks.of(PLAN, slices));
    return PLAN.contrasts().stream()
        .mapToDouble(each -> estimator.effect(each, metric).differentP())
        .toArray();
  }

  private static double[] values(List<Finding> findings, ToDoubleFunction<Finding> value) {
    return findings.stream().mapToDouble(value).toArray();
  }

  @Test
  void primaryContrastsAreJudgedEachForItselfWithHolmBeside() {
    List<Finding> primary = findings(1, SliceMetric.WORKER_CPU);
    double[] p = uncorrected(1, SliceMetric.WORKER_CPU);

    assertThat(values(primary, Finding::differentP)).containsExactly(p, within(1e-12));
    assertThat(values(primary, Finding::familyP)).containsExactly(Holm.adjust(p), within(1e-12));
    assertThat(primary).allMatch(Finding::primary);
  }

  @Test
  void secondaryContrastsAreJudgedAfterHolm() {
    int decidedByHolm = 0;
    for (int seed = 0; seed < 60; seed++) {
      List<Finding> secondary = findings(seed, SliceMetric.RATE);
      double[] p = uncorrected(seed, SliceMetric.RATE);

      assertThat(values(secondary, Finding::differentP))
          .containsExactly(Holm.adjust(p), within(1e-12));
      for (int i = 0; i < p.length; i++) {
        if (p[i] <= 0.05 && secondary.get(i).differentP() > 0.05) {
          decidedByHolm++;
          assertThat(secondary.get(i).verdict()).isEqualTo(Verdict.NOT_DECIDED);
        }
      }
    }
    assertThat(decidedByHolm).isPositive();
  }

  @Test
  void whatIsNotDecidedHasAForecastOfMoreThanOneInstance() {
    assertThat(findings(1, SliceMetric.RATE))
        .filteredOn(each -> each.verdict() == Verdict.NOT_DECIDED)
        .isNotEmpty()
        .allMatch(each -> each.forecast() > 1);
  }
}
