package io.ringfence.server.net;

import java.util.HashMap;
import java.util.Map;

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

  /** All of them, by name. */
  public Map<String, Long> all() {
    var all = new HashMap<String, Long>();
    byName().forEach((name, counter) -> all.put(name, counter.get()));
    return all;
  }

  /**
   * Goes on from what {@link #all} told of a ring that nobody serves; unknown names are ignored.
   */
  public void set(Map<String, Long> counts) {
    byName().forEach((name, counter) -> counter.add(counts.getOrDefault(name, 0L) - counter.get()));
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
