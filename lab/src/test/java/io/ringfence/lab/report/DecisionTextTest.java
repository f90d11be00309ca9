package io.ringfence.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.measure.decision.AlternationAnalysis;
import io.ringfence.lab.measure.decision.CallSplit;
import io.ringfence.lab.measure.decision.Contrast;
import io.ringfence.lab.measure.decision.Plan;
import io.ringfence.lab.measure.decision.SliceMetric;
import io.ringfence.lab.measure.decision.Timing;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import io.ringfence.lab.measure.slices.TransactionCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecisionTextTest {
  private static final Map<String, Double> COSTS =
      Map.of("stub:smp", 1.02, "mandatory", 1.0265, "dose:500", 1.1);

  private static Plan plan(int instances, int boots) {
    return new Plan(
        List.of("auto", "smp", "mandatory", "stub:smp", "dose:500"),
        instances,
        boots,
        1,
        1,
        Timing.STANDARD,
        List.of(SliceMetric.WORKER_CPU, SliceMetric.RATE),
        List.of(
            new Contrast("smp", "auto"),
            new Contrast("mandatory", "auto"),
            new Contrast("mandatory", "stub:smp"),
            new Contrast("stub:smp", "smp"),
            new Contrast("dose:500", "auto")),
        List.of(new Contrast("dose:500", "auto")),
        List.of(new CallSplit("mandatory", "stub:smp", "smp")),
        List.of(List.of("auto", "smp")),
        1,
        0.05,
        0,
        1);
  }

  private static AlternationAnalysis analysis(Plan plan, int boots, long netperf) {
    List<Slice> slices = new ArrayList<>();
    List<TransactionCount> counts = new ArrayList<>();
    Random random = new Random(2);
    for (int boot = 1; boot <= boots; boot++) {
      for (Arm arm : plan.arms()) {
        double spread = random.nextGaussian() / 500;
        long cpu = Math.round(COSTS.getOrDefault(arm.policy(), 1.0) * (1 + spread) * 50_000_000);
        slices.add(slice(boot, arm, slices.size(), cpu, false));
      }
      counts.add(new TransactionCount(boot, 100_300, netperf));
    }
    slices.add(slice(1, new Arm("smp", 1), slices.size(), 9_000_000, true));
    return AlternationAnalysis.of(plan, slices, counts);
  }

  private static Slice slice(int boot, Arm arm, int order, long cpu, boolean voided) {
    return new Slice(
        boot,
        arm.policy(),
        arm.instance(),
        "mandatory#1",
        1,
        order,
        1_000_000_000,
        cpu,
        1000,
        voided);
  }

  @Test
  void theVerdictsComeFirst() {
    Plan plan = plan(3, 1);

    assertThat(DecisionText.of(analysis(plan, 1, 100_000)))
        .isEqualTo(
            """
            By worker CPU a transaction (this boot only, 3 instances a policy):
              smp against auto: equivalent within 1 %, -0.22 % [-0.71, +0.28]
              mandatory against auto: different, +2.61 % [+2.50, +2.71]
              mandatory against stub:smp: different, but within the margin of 1 %, +0.60 % [+0.17, +1.03]
              stub:smp against smp: different, +2.22 % [+1.76, +2.68]
              dose:500 against auto: different, +9.99 % [+9.37, +10.61]
            5 contrasts at 5 % each; no longer different after Holm over all of them: mandatory/stub:smp
              transactions/s, smp/auto: equivalent (Holm) +0.00 % [+0.00, +0.00]
              transactions/s, mandatory/auto: equivalent (Holm) +0.00 % [+0.00, +0.00]
              transactions/s, mandatory/stub:smp: equivalent (Holm) +0.00 % [+0.00, +0.00]
              and 2 more
            Controls:
              passed   A/A: auto = smp: 10 splits, 0 % different (at most 40), 100 % equivalent (none promised)
              passed   sensitivity: dose:500/auto: +9.99 % [+9.37, +10.61], 10.0 times the margin
              passed   call apart: mandatory: call +2.22 % [+1.76, +2.68], barrier +0.60 % [+0.17, +1.03]
              passed   transactions: boot 1: 100,300 from frames, 100,000 by netperf, +0.30 %
            Instances' sd: auto 0.05 %, smp 0.21 %, mandatory 0.02 %, stub:smp 0.18 %, dose:500 0.24 %
            Slices: 15; superblocks: 1; voided by the compiler: 1 (smp#1 1)
            Carry-over: too few slices to compare
            Plan SHA-256 HASH
            """
                .replace("HASH", plan.hash()));
  }

  @Test
  void severalBootsAreSaidSo() {
    assertThat(DecisionText.of(analysis(plan(3, 6), 6, 100_000)))
        .startsWith("By worker CPU a transaction (6 boots of 3 instances):\n");
  }

  @Test
  void oneBootOfSeveralHasNoInterval() {
    assertThat(DecisionText.of(analysis(plan(3, 6), 1, 100_000)))
        .contains(
            "smp against auto: not decided, -0.22 % (no interval); no forecast from so few boots")
        .contains("(no interval)");
  }

  @Test
  void countsThatDoNotReconcileTakeEveryVerdict() {
    String text = DecisionText.of(analysis(plan(3, 1), 1, 110_000));

    assertThat(text)
        .startsWith("NO CONCLUSION: transactions FAILED.\n")
        .contains("  smp against auto: no conclusion, ")
        .contains(
            "FAILED   transactions: boot 1: 100,300 from frames, 110,000 by netperf, -8.82 %");
  }

  @Test
  void itFitsATerminal() {
    for (Plan plan : List.of(plan(1, 1), plan(4, 1), plan(3, 6))) {
      List<String> lines = DecisionText.of(analysis(plan, plan.boots(), 100_000)).lines().toList();

      assertThat(lines).hasSizeLessThanOrEqualTo(DecisionText.MOST_LINES);
      assertThat(lines).allMatch(line -> line.length() <= DecisionText.MOST_COLUMNS);
    }
  }
}
