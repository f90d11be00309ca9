package io.ringfence.server.pair;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts of one ring since its session began, one for each {@link RingCounter}. One thread adds,
 * any thread reads.
 */
public final class VringCounters {
  private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);
  private static final List<RingCounter> COUNTERS = List.of(RingCounter.values());
  private static final Set<String> NAMES =
      COUNTERS.stream().map(RingCounter::jsonName).collect(Collectors.toUnmodifiableSet());
  private static final int MOST_UNKNOWN = 64;

  private final long[] values = new long[COUNTERS.size()];

  /** Counts of another version, received in a hand-over and passed on unchanged. */
  private volatile Map<String, Long> unknown = Map.of();

  /** Adds to a counter; only the owning thread may call it. */
  public void add(RingCounter counter, long n) {
    int index = counter.ordinal();
    VALUE.setOpaque(values, index, (long) VALUE.getOpaque(values, index) + n);
  }

  /** Returns the sum so far. */
  public long get(RingCounter counter) {
    return (long) VALUE.getOpaque(values, counter.ordinal());
  }

  /** Adds every count to an array, from an index on, in the order of {@link RingCounter}. */
  public void addTo(long[] sums, int from) {
    for (int i = 0; i < values.length; i++) {
      sums[from + i] += (long) VALUE.getOpaque(values, i);
    }
  }

  /** Returns every {@link RingCounter} by its JSON name, in the order of the list. */
  public Map<String, Long> byName() {
    var counts = new LinkedHashMap<String, Long>();
    for (RingCounter counter : COUNTERS) {
      counts.put(counter.jsonName(), get(counter));
    }
    return counts;
  }

  /** Returns {@link #byName} and the counts that another version handed over. */
  public Map<String, Long> all() {
    Map<String, Long> counts = byName();
    counts.putAll(unknown);
    return counts;
  }

  /**
   * Continues from the counts that {@link #all} returned, for a ring that is not served. A counter
   * whose name is missing begins at 0. At most 64 unknown names are kept for the next hand-over.
   */
  public void set(Map<String, Long> counts) {
    for (RingCounter counter : COUNTERS) {
      add(counter, counts.getOrDefault(counter.jsonName(), 0L) - get(counter));
    }
    unknown =
        counts.entrySet().stream()
            .filter(count -> !NAMES.contains(count.getKey()))
            .limit(MOST_UNKNOWN)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
