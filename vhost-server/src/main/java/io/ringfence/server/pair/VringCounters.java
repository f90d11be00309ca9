package io.ringfence.server.pair;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened on one ring since its session began. */
public final class VringCounters {
  /** Frames moved. */
  public final Counter frames = new Counter();

  /** Bytes of those frames, without the virtio-net header. */
  public final Counter bytes = new Counter();

  /** Frames or buffers that were given up: malformed, too large, or refused by the uplink. */
  public final Counter dropped = new Counter();

  /** Kicks that the driver sent. */
  public final Counter kicks = new Counter();

  /** Times the driver was signalled. */
  public final Counter calls = new Counter();

  /** Publications after which the driver did not want to be signalled. */
  public final Counter callsSuppressed = new Counter();

  /** Times the second look, after kicks were asked for, found that work had come meanwhile. */
  public final Counter rechecksFoundWork = new Counter();

  /** Times the watchdog found that the driver had added a chain and no kick had come. */
  public final Counter lostKicks = new Counter();

  /** Times the watchdog found that the driver waited for a call that had not been made. */
  public final Counter lostCalls = new Counter();

  private static final int MOST_UNKNOWN = 64;

  /** Counts of another version that a hand-over brought: passed on as they are. */
  private volatile Map<String, Long> unknown = Map.of();

  /** All of them, by name. */
  public Map<String, Long> all() {
    var all = new HashMap<>(unknown);
    byName().forEach((name, counter) -> all.put(name, counter.get()));
    return all;
  }

  /**
   * Goes on from what {@link #all} told of a ring that nobody serves; a name that is missing begins
   * at 0. At most 64 unknown names are kept for the next hand-over.
   */
  public void set(Map<String, Long> counts) {
    Map<String, Counter> known = byName();
    known.forEach((name, counter) -> counter.add(counts.getOrDefault(name, 0L) - counter.get()));
    unknown =
        counts.entrySet().stream()
            .filter(count -> !known.containsKey(count.getKey()))
            .limit(MOST_UNKNOWN)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Map<String, Counter> byName() {
    return Map.of(
        "frames", frames,
        "bytes", bytes,
        "dropped", dropped,
        "kicks", kicks,
        "calls", calls,
        "callsSuppressed", callsSuppressed,
        "rechecksFoundWork", rechecksFoundWork,
        "lostKicks", lostKicks,
        "lostCalls", lostCalls);
  }
}
