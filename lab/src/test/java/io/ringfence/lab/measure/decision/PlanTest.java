package io.ringfence.lab.measure.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringfence.lab.measure.slices.Arm;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  static Plan plan(List<String> policies, List<Contrast> contrasts, long seed) {
    return new Plan(
        policies,
        2,
        1,
        200,
        Plan.SUPERBLOCK,
        Timing.STANDARD,
        List.of(SliceMetric.WORKER_CPU, SliceMetric.RATE),
        contrasts,
        List.of(),
        List.of(),
        List.of(List.of("auto", "smp")),
        1,
        0.05,
        0,
        seed);
  }

  private static final List<Contrast> SMP = List.of(new Contrast("smp", "auto"));

  @Test
  void theTextDeclaresEverythingOnceALine() {
    assertThat(plan(List.of("auto", "smp"), SMP, 7).text())
        .isEqualTo(
            """
            ringfence plan 1
            policies auto smp
            instances 2
            boots 1
            blocks 200
            superblock 45
            slice-millis 20 40
            washout-millis 5
            metrics worker-cpu rate
            contrasts smp/auto
            sensitivity -
            splits -
            identical auto=smp
            margin-percent 1.0
            alpha 0.05
            power 0.0
            seed 7
            """);
  }

  @Test
  void theHashIsThatOfTheText() {
    Plan plan = plan(List.of("auto", "smp"), SMP, 7);

    // printf of the text above | sha256sum
    assertThat(plan.hash())
        .isEqualTo("09990c99d45c51cc8774e5295e1b6374965dc4f6a020750e54cbf92ab6b0c47a")
        .isEqualTo(plan(List.of("auto", "smp"), SMP, 7).hash())
        .isNotEqualTo(plan(List.of("auto", "smp"), SMP, 8).hash());
  }

  @Test
  void armsAreEveryInstanceOfEveryPolicy() {
    assertThat(plan(List.of("auto", "smp"), SMP, 7).arms())
        .extracting(Arm::toString)
        .containsExactly("auto#1", "auto#2", "smp#1", "smp#2");
  }

  @Test
  void aContrastOfAPolicyThatDoesNotRunIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of("auto", "smp"), List.of(new Contrast("dma", "auto")), 7))
        .withMessage("dma is compared; the plan's policies are [auto, smp]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Contrast("auto", "auto"))
        .withMessage(
            "auto against itself: a contrast needs two policies; instances are compared by A/A");
  }

  @Test
  void aPolicyTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of("auto", "smp", "auto"), SMP, 7))
        .withMessage(
            "policies [auto, smp, auto]: one of them appears twice;"
                + " an instance is a number, not a policy");
  }
}
