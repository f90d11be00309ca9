package io.ringfence.server.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VringCountersTest {
  private final VringCounters counters = new VringCounters();

  private static Map<String, Long> oneToNine() {
    var counts = new LinkedHashMap<String, Long>();
    for (RingCounter counter : RingCounter.values()) {
      counts.put(counter.jsonName(), counter.ordinal() + 1L);
    }
    return counts;
  }

  @Test
  void eachCounterHasItsOwnSum() {
    for (RingCounter counter : RingCounter.values()) {
      counters.add(counter, 1);
      counters.add(counter, counter.ordinal());
    }

    assertThat(counters.byName()).containsExactlyEntriesOf(oneToNine());
    assertThat(counters.get(RingCounter.KICKS)).isEqualTo(oneToNine().get("kicks"));
  }

  @Test
  void aHandedOverRingGoesOnFromItsCounts() {
    counters.add(RingCounter.DROPPED, 70);
    counters.set(Map.of("frames", 5L, "kicks", 2L));
    counters.add(RingCounter.FRAMES, 1);

    assertThat(counters.get(RingCounter.FRAMES)).isEqualTo(6);
    assertThat(counters.get(RingCounter.KICKS)).isEqualTo(2);
    assertThat(counters.get(RingCounter.DROPPED)).as("a name that is missing").isZero();
  }

  @Test
  void countsOfAnotherVersionAreHandedOnAndNotShown() {
    counters.set(Map.of("frames", 5L, "reordered", 3L));

    assertThat(counters.all()).containsEntry("reordered", 3L).containsEntry("frames", 5L);
    assertThat(counters.byName()).doesNotContainKey("reordered");
  }

  @Test
  void ofUnknownNames64AreKept() {
    var counts = new HashMap<>(oneToNine());
    for (int i = 0; i < 65; i++) {
      counts.put("unknown" + i, 1L);
    }
    counters.set(counts);

    assertThat(counters.all()).hasSize(RingCounter.values().length + 64);
  }
}
