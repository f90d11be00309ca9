package io.ringfence.lab.kit.daemon;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts of a ring, or sums over rings, by the daemon's names (docs/reference/admin-api.md). A
 * counter that the daemon does not report is absent.
 */
public record RingCounts(@JsonValue Map<String, Long> byName) {
  private static final String LOST_KICKS = "lostKicks";
  private static final String LOST_CALLS = "lostCalls";

  /** The sums of a daemon without a ring. */
  static final RingCounts NO_RING = new RingCounts(Map.of(LOST_KICKS, 0L, LOST_CALLS, 0L));

  /** Takes the counts; a value of null is an absent counter. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RingCounts {
    var present = new LinkedHashMap<>(byName);
    present.values().removeIf(Objects::isNull);
    byName = Collections.unmodifiableMap(present);
  }

  /** Returns frames moved; 0 if the daemon does not report them. The same holds for the others. */
  public long frames() {
    return count("frames");
  }

  /** Returns bytes of those frames, without the virtio-net header. */
  public long bytes() {
    return count("bytes");
  }

  /** Returns notifications from the driver. */
  public long kicks() {
    return count("kicks");
  }

  /** Returns notifications to the driver. */
  public long calls() {
    return count("calls");
  }

  /** Returns notifications to the driver that it did not ask for. */
  public long callsSuppressed() {
    return count("callsSuppressed");
  }

  /** Returns how often the look after enabling kicks found a frame. */
  public long rechecksFoundWork() {
    return count("rechecksFoundWork");
  }

  /** Returns frames or buffers given up. */
  public long dropped() {
    return count("dropped");
  }

  /**
   * Returns kicks and calls that the watchdog found missing; null from a daemon that does not
   * report both.
   */
  public Long lostNotifications() {
    Long kicks = lostKicks();
    Long calls = lostCalls();
    return kicks == null || calls == null ? null : Long.valueOf(kicks + calls);
  }

  /** Returns chains that the watchdog found waiting without a kick; null if not reported. */
  public Long lostKicks() {
    return byName.get(LOST_KICKS);
  }

  /** Returns waiting drivers that the watchdog found without a call; null if not reported. */
  public Long lostCalls() {
    return byName.get(LOST_CALLS);
  }

  /** Returns the sums; a counter that one of the two does not report has none. */
  RingCounts plus(RingCounts other) {
    var sums = new LinkedHashMap<String, Long>();
    byName.forEach((name, count) -> {
      if (other.byName.containsKey(name)) {
        sums.put(name, count + other.byName.get(name));
      }
    });
    return new RingCounts(sums);
  }

  /** Returns what was counted since {@code earlier}; a counter that it lacks was 0. */
  public RingCounts since(RingCounts earlier) {
    var differences = new LinkedHashMap<String, Long>();
    byName.forEach((name, count) -> differences.put(name, count - earlier.count(name)));
    return new RingCounts(differences);
  }

  private long count(String name) {
    return byName.getOrDefault(name, 0L);
  }
}
