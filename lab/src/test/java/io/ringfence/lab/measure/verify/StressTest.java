package io.ringfence.lab.measure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short one: what leaves a store-load barrier out is caught, what has it is not. */
class StressTest {
  @Test
  void thePolicyThatLeavesABarrierOutIsCaughtFirstAndTheOthersHold() {
    List<BarrierPolicy> policies =
        List.of(BarrierPolicy.parse("auto"), BarrierPolicy.parse("custom:S5=acqrel"));
    List<StressResult> reported = new ArrayList<>();
    List<StressResult> results = Stress.run(policies, 700_000, reported::add);
    assertThat(reported).isEqualTo(results).hasSize(8);
    StressResult unsound = results.getFirst();
    assertThat(unsound.point()).isEqualTo("S5");
    assertThat(unsound.policy()).isEqualTo("custom:S5=acqrel");
    assertThat(unsound.lost()).as("%s", unsound).isPositive();
    assertThat(unsound.verdict()).isEqualTo(TrialOutcome.CAUGHT);
    assertThat(results.subList(1, 8))
        .allSatisfy(result -> {
          assertThat(result.lost()).as("%s", result).isZero();
          assertThat(result.trials()).isGreaterThanOrEqualTo(100_000);
          assertThat(result.verdict()).isEqualTo(TrialOutcome.CLEAN);
        });
  }
}
