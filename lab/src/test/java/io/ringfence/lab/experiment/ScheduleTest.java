package io.ringfence.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static String order(List<String> policies, int blocks, long seed) {
    return Schedule.mirroredBlocks(policies, blocks, new Random(seed)).stream()
        .map(slot -> slot.block() + slot.policy())
        .collect(Collectors.joining(" "));
  }

  @Test
  void twoBlocksMirrorEachOther() {
    assertThat(order(List.of("a", "b", "c"), 2, 1)).isEqualTo("0a 0b 0c 1c 1b 1a");
  }

  @Test
  void everyPolicyRunsOnceInEveryBlock() {
    var slots = Schedule.mirroredBlocks(List.of("a", "b", "c", "d"), 9, new Random(5));

    assertThat(slots).hasSize(36).doesNotHaveDuplicates();
    for (int block = 0; block < 9; block++) {
      int wanted = block;
      assertThat(slots.stream().filter(slot -> slot.block() == wanted))
          .extracting(Schedule.Slot::policy)
          .containsExactlyInAnyOrder("a", "b", "c", "d");
    }
  }

  @Test
  void laterBlocksFollowTheSeed() {
    List<String> policies = List.of("a", "b", "c", "d", "e");

    assertThat(order(policies, 8, 1)).isEqualTo(order(policies, 8, 1));
    assertThat(order(policies, 8, 1)).isNotEqualTo(order(policies, 8, 2));
  }

  @Test
  void aSteadyDriftWeighsOnEveryPolicyAlike() {
    var slots = Schedule.mirroredBlocks(List.of("a", "b", "c"), 6, new Random(3));
    for (String policy : List.of("a", "b", "c")) {
      int sum = 0;
      for (int time = 0; time < slots.size(); time++) {
        sum += slots.get(time).policy().equals(policy) ? time : 0;
      }
      assertThat(sum).as("times of " + policy).isEqualTo(17 * 18 / 2 / 3);
    }
  }
}
