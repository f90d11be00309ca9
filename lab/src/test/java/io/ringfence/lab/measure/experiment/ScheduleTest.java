package io.ringfence.lab.measure.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static List<List<String>> blocks(List<String> policies, int count, long seed) {
    Schedule<String> schedule = new Schedule<>(policies, new Random(seed));
    List<List<String>> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(schedule.nextBlock());
    }
    return blocks;
  }

  @Test
  void twoBlocksMirrorEachOther() {
    var blocks = blocks(List.of("a", "b", "c", "d"), 8, 1);

    for (int i = 0; i < 8; i += 2) {
      assertThat(blocks.get(i + 1)).isEqualTo(blocks.get(i).reversed());
    }
  }

  @Test
  void everyPolicyRunsOnceInEveryBlock() {
    for (List<String> block : blocks(List.of("a", "b", "c", "d"), 9, 5)) {
      assertThat(block).containsExactlyInAnyOrder("a", "b", "c", "d");
    }
  }

  @Test
  void theOrderFollowsTheSeedAndEveryOrderComes() {
    List<String> policies = List.of("a", "b", "c");

    assertThat(blocks(policies, 8, 1)).isEqualTo(blocks(policies, 8, 1));
    Set<List<String>> first = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      first.add(blocks(policies, 1, seed).getFirst());
    }
    assertThat(first).hasSize(6);
  }

  @Test
  void aSteadyDriftWeighsOnEveryPolicyAlike() {
    List<String> order =
        blocks(List.of("a", "b", "c"), 6, 3).stream().flatMap(List::stream).toList();
    for (String policy : List.of("a", "b", "c")) {
      int sum = 0;
      for (int time = 0; time < order.size(); time++) {
        sum += order.get(time).equals(policy) ? time : 0;
      }
      assertThat(sum).as("times of " + policy).isEqualTo(17 * 18 / 2 / 3);
    }
  }
}
