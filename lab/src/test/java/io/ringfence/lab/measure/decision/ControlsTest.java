package io.ringfence.lab.measure.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import io.ringfence.lab.measure.slices.TransactionCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Controls on slices that are written by hand, so that their outcome is known to the digit. */
class ControlsTest {
  private static final List<TransactionCount> COUNTS = List.of(new TransactionCount(1, 1000, 1000));

  private static Plan plan(int instances, List<String> identical, String... policies) {
    List<Contrast> contrasts = new ArrayList<>();
    for (int i = 1; i < policies.length; i++) {
      contrasts.add(new Contrast(policies[i], policies[0]));
    }
    return new Plan(
        List.of(policies),
        instances,
        1,
        1,
        1,
        Timing.STANDARD,
        List.of(SliceMetric.WORKER_CPU),
        contrasts,
        contrasts.stream().filter(each -> each.policy().startsWith("dose")).limit(1).toList(),
        List.of(policies).contains("stub:smp")
            ? List.of(new CallSplit("mandatory", "stub:smp", "smp"))
            : List.of(),
        identical.isEmpty() ? List.of() : List.of(identical),
        1,
        0.05,
        0,
        1);
  }

  /** One block in which each policy costs so much CPU, its instances 0.01 % more each. */
  private static AlternationAnalysis analysis(
      Plan plan, Map<String, Double> costs, List<TransactionCount> counts) {
    List<Slice> slices = new ArrayList<>();
    for (Arm arm : plan.arms()) {
      double cost = costs.getOrDefault(arm.policy(), 1.0) * (1 + arm.instance() / 10_000.0);
      slices.add(
          new Slice(
              1,
              arm.policy(),
              arm.instance(),
              "auto#1",
              1,
              slices.size(),
              1_000_000,
              Math.round(cost * 100_000_000),
              1000,
              false));
    }
    return AlternationAnalysis.of(plan, slices, counts);
  }

  private static ControlOutcome control(AlternationAnalysis analysis, String title) {
    return analysis.controls().stream()
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void instancesThatAgreePassTheAa() {
    Plan plan = plan(4, List.of(), "auto", "smp");

    ControlOutcome aa = control(analysis(plan, Map.of(), COUNTS), "A/A");

    assertThat(aa.state()).isEqualTo(State.PASSED);
    assertThat(aa.seen())
        .isEqualTo("auto: 3 splits, 0 % different (at most 33), 100 % equivalent (none promised)");
  }

  @Test
  void identicalPoliciesThatDifferFailTheAaAndForbidAConclusion() {
    Plan plan = plan(2, List.of("auto", "smp"), "auto", "smp");
    AlternationAnalysis same = analysis(plan, Map.of(), COUNTS);
    AlternationAnalysis different = analysis(plan, Map.of("smp", 1.05), COUNTS);

    assertThat(control(same, "A/A").state()).isEqualTo(State.PASSED);
    assertThat(same.mayConclude()).isTrue();
    assertThat(control(different, "A/A").state()).isEqualTo(State.FAILED);
    assertThat(control(different, "A/A").seen())
        .isEqualTo(
            "auto = smp: 3 splits, 33 % different (at most 33), 0 % equivalent (none promised);"
                + " different at 99 %: [smp/auto]");
    assertThat(different.mayConclude()).isFalse();
  }

  @Test
  void tooFewInstancesShowNothing() {
    for (int instances = 1; instances <= 3; instances++) {
      ControlOutcome aa =
          control(analysis(plan(instances, List.of(), "auto", "smp"), Map.of(), COUNTS), "A/A");

      assertThat(aa.state()).isEqualTo(State.NOT_SHOWN);
      assertThat(aa.seen())
          .isEqualTo("auto: too few instances or boots for a control that could fail");
    }
  }

  @Test
  void aDoseThatIsNotFoundFails() {
    Plan plan = plan(3, List.of(), "auto", "dose:100");

    ControlOutcome found = control(analysis(plan, Map.of("dose:100", 1.02), COUNTS), "sensitivity");
    AlternationAnalysis missed = analysis(plan, Map.of(), COUNTS);

    assertThat(found.state()).isEqualTo(State.PASSED);
    assertThat(found.seen())
        .startsWith("dose:100/auto: +2.00 % [")
        .endsWith("2.0 times the margin");
    assertThat(control(missed, "sensitivity").state()).isEqualTo(State.FAILED);
    assertThat(missed.mayConclude()).isFalse();
  }

  @Test
  void aDoseThatMakesTransactionsCheaperFails() {
    Plan plan = plan(3, List.of(), "auto", "dose:100");

    assertThat(control(analysis(plan, Map.of("dose:100", 0.98), COUNTS), "sensitivity").state())
        .isEqualTo(State.FAILED);
  }

  @Test
  void withoutADoseSensitivityIsNotShown() {
    ControlOutcome none =
        control(analysis(plan(3, List.of(), "auto", "smp"), Map.of(), COUNTS), "sensitivity");

    assertThat(none.state()).isEqualTo(State.NOT_SHOWN);
    assertThat(none.seen()).isEqualTo("no dose is declared");
  }

  @Test
  void threeDosesMustLieOnALine() {
    Plan plan = plan(2, List.of(), "auto", "dose:100", "dose:200", "dose:400");
    Map<String, Double> costs =
        new HashMap<>(Map.of("dose:100", 1.02, "dose:200", 1.04, "dose:400", 1.08));

    assertThat(control(analysis(plan, costs, COUNTS), "dose line").state()).isEqualTo(State.PASSED);
    costs.put("dose:200", 1.07);
    ControlOutcome bent = control(analysis(plan, costs, COUNTS), "dose line");
    assertThat(bent.state()).isEqualTo(State.FAILED);
    assertThat(bent.seen()).startsWith("dose at [100, 200, 400]: R² 0.7");
  }

  @Test
  void callAndBarrierAreToldApart() {
    Plan plan = plan(3, List.of(), "auto", "smp", "stub:smp", "mandatory");

    ControlOutcome call =
        control(analysis(plan, Map.of("stub:smp", 1.02, "mandatory", 1.03), COUNTS), "call apart");

    assertThat(call.state()).isEqualTo(State.PASSED);
    assertThat(call.seen()).startsWith("mandatory: call +2.00 % [").contains(", barrier +0.98 % [");
  }

  @Test
  void countsThatDifferByMoreThanOnePercentForbidAConclusion() {
    Plan plan = plan(3, List.of(), "auto", "smp");

    for (long frames : new long[] {990, 1010}) {
      assertThat(
              analysis(plan, Map.of(), List.of(new TransactionCount(1, frames, 1000)))
                  .mayConclude())
          .isTrue();
    }
    AlternationAnalysis apart =
        analysis(plan, Map.of(), List.of(new TransactionCount(1, 1011, 1000)));
    assertThat(apart.mayConclude()).isFalse();
    assertThat(apart.reconciliation().seen())
        .isEqualTo("boot 1: 1,011 from frames, 1,000 by netperf, +1.10 %");
    AlternationAnalysis none = analysis(plan, Map.of(), List.of());
    assertThat(none.mayConclude()).isFalse();
    assertThat(none.reconciliation().seen()).isEqualTo("no count of netperf's for boot [1]");
  }
}
