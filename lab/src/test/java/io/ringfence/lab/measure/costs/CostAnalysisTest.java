package io.ringfence.lab.measure.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.report.CostText;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CostAnalysisTest {
  private static final CostDesign DESIGN = CostSamples.design(5, 6);

  private static CostAnalysis analysis(ToDoubleFunction<CostCell> figure) {
    return CostAnalysis.of(CostSamples.experiment(DESIGN, figure, 0.002));
  }

  private static List<State> states(CostAnalysis analysis) {
    return analysis.checks().stream().map(ControlOutcome::state).toList();
  }

  @Test
  void knownCostsAreFound() {
    CostAnalysis analysis = analysis(CostSamples::nanos);

    assertThat(states(analysis)).hasSize(6).containsOnly(State.PASSED);
    assertThat(analysis.mayConclude()).isTrue();
    for (PointCost point : analysis.points()) {
      double known = point.order().equals("mandatory") ? 10 : 0;
      assertThat(point.nanos().estimate()).as("%s", point).isCloseTo(known, within(1.0));
    }
    assertThat(analysis.points()).hasSize(2 * PointGroup.values().length);
    for (DoseLine line : analysis.doses()) {
      assertThat(line.determination()).isGreaterThan(0.999);
      assertThat(line.slope().estimate()).isCloseTo(2, within(0.02));
    }
  }

  @Test
  void verdictsAreThoseOfTheGuestExperiment() {
    CostAnalysis analysis = analysis(CostSamples::nanos);

    assertThat(verdicts(analysis, "dose:0")).containsOnly(Verdict.EQUIVALENT);
    assertThat(verdicts(analysis, "mandatory")).containsOnly(Verdict.DIFFERENT);
    assertThat(CostText.of(analysis))
        .startsWith("The controls passed.\n  passed     A/A, split: ")
        .contains("S3, S4  ", "equivalent within 2 %", "call mfence");
  }

  private static List<Verdict> verdicts(CostAnalysis analysis, String policy) {
    return analysis.comparisons().stream()
        .filter(each -> each.cell().policy().equals(policy))
        .map(CostComparison::verdict)
        .toList();
  }

  @Test
  void dosesThatAreNoStraightLineAreTold() {
    CostAnalysis analysis =
        analysis(cell -> cell.policy().equals("dose:500") ? 9000 : CostSamples.nanos(cell));

    assertThat(states(analysis)).contains(State.FAILED);
    assertThat(analysis.mayConclude()).isFalse();
    assertThat(CostText.of(analysis))
        .startsWith("No conclusion: a control failed.")
        .contains("FAILED     dose response, split")
        .doesNotContain("equivalent within 2 %\n");
  }

  @Test
  void aSlopeThatIsNotAFencesCostIsTold() {
    CostAnalysis analysis =
        analysis(cell -> 150 + 4 * (CostSamples.nanos(cell.under(cell.policy())) - 150));

    assertThat(analysis.checks())
        .filteredOn(check -> check.state() == State.FAILED)
        .extracting(ControlOutcome::title)
        .containsExactly("slope, split", "slope, packed");
  }

  @Test
  void sameInstructionsThatDifferAreTold() {
    CostAnalysis analysis =
        analysis(cell -> CostSamples.nanos(cell) * (cell.policy().equals("dose:0") ? 1.1 : 1));

    assertThat(analysis.checks())
        .filteredOn(check -> check.state() == State.FAILED)
        .extracting(ControlOutcome::title)
        .containsExactly("A/A, split", "A/A, packed");
  }

  @Test
  void everyPolicyHasATwinByItsInstructions() {
    assertThat(DESIGN.twin("split")).contains("dose:0");
    CostDesign seqcst =
        new CostDesign(
            List.of("split"),
            List.of(
                "mandatory",
                "custom:S1=mandatory,S3=mandatory,S4=mandatory,S5=mandatory,"
                    + "S6=mandatory,S6B=mandatory"),
            List.of(),
            List.of(TrafficPattern.STREAM),
            List.of(0, 1, 2),
            1,
            2,
            0.005,
            2,
            7);
    assertThat(seqcst.twin("split")).contains(seqcst.policies().get(1));
    assertThat(seqcst.twin("packed")).isEmpty();
  }
}
