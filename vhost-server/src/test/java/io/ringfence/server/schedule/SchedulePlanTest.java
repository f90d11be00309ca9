package io.ringfence.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.pair.PolicyInstance;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulePlanTest {
  private static SchedulePlan plan(int least, int most, int washout, int blocks, String... arms) {
    List<PolicyInstance> instances = Arrays.stream(arms).map(PolicyInstance::parse).toList();
    return new SchedulePlan(instances, least, most, washout, 1, blocks, 60);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 40, 1, 10, sliceMillis: 4 given; allowed are 5 to 10000",
    "20, 19, 5, 10, sliceMillis: 19 given; allowed are 20 to 10000",
    "20, 10001, 5, 10, sliceMillis: 10001 given; allowed are 20 to 10000",
    "20, 40, 20, 10, washoutMillis: 20 given; allowed are 0 to 19",
    "20, 40, -1, 10, washoutMillis: -1 given; allowed are 0 to 19",
    "20, 40, 5, 0, blocks: 0 given; allowed are 1 to 500000",
    "20, 40, 5, 500001, blocks: 500001 given; allowed are 1 to 500000"
  })
  void aValueOutsideItsRangeIsRefusedWithTheRange(
      int least, int most, int washout, int blocks, String message) {
    assertThatThrownBy(() -> plan(least, most, washout, blocks, "auto", "smp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void oneArmOrOneTwiceIsNoSchedule() {
    assertThatThrownBy(() -> plan(20, 40, 5, 10, "auto"))
        .hasMessage("arms: 1 given; allowed are 2 to 64");
    assertThatThrownBy(() -> plan(20, 40, 5, 10, "auto", "smp", "auto#1"))
        .hasMessage("arms: auto#1 is given twice; another instance of a policy is POLICY#2");
  }

  @Test
  void instancesAreNamedByPolicyAndNumber() {
    SchedulePlan plan = plan(20, 40, 5, 10, "auto#1", "auto#2", "custom:S5=mandatory*50#3");
    assertThat(plan.armNames()).containsExactly("auto#1", "auto#2", "custom:S5=mandatory*50#3");
    assertThat(plan.arms().getLast().policy().spec()).isEqualTo("custom:S5=mandatory*50");
    assertThatThrownBy(() -> PolicyInstance.parse("auto#65"))
        .hasMessage("policy instance auto#65: allowed are numbers from 1 to 64");
    assertThatThrownBy(() -> PolicyInstance.parse("fast#2"))
        .hasMessageStartingWith("barrier policy fast is unknown");
    assertThatThrownBy(() -> PolicyInstance.parse("auto#0"))
        .hasMessageStartingWith("barrier policy auto#0 is unknown");
  }

  @Test
  void slicesAreOfRandomLengthAndFillWholeBlocks() {
    SchedulePlan plan = plan(20, 40, 5, 1000, "auto", "smp", "dma");
    long[] lengths = SliceLengths.of(plan, new SplittableRandom(1));
    assertThat(lengths).hasSize(3000);
    assertThat(Arrays.stream(lengths).sum() / 1e9).isBetween(88.0, 92.0);
    assertThat(Arrays.stream(lengths).min().getAsLong()).isBetween(20_000_000L, 20_100_000L);
    assertThat(Arrays.stream(lengths).max().getAsLong()).isBetween(39_900_000L, 40_000_000L);
    assertThat(Arrays.stream(lengths).distinct().count()).isGreaterThan(lengths.length - 10L);
  }
}
