package io.ringfence.server.takeover;

import io.ringfence.server.records.Required;
import java.util.OptionalInt;

/**
 * The hand-over formats that a process supports: all from one number to another.
 *
 * @param lowest the oldest, from 1
 * @param highest the newest
 */
public record Formats(@Required int lowest, @Required int highest) {
  /**
   * The formats of this version. DESIGN.md, "Hand-over between versions", has the rules for their
   * change.
   */
  public static final Formats OWN = new Formats(1, 1);

  /** Returns the highest format in both ranges; empty if there is none. */
  OptionalInt highestCommon(Formats other) {
    int common = Math.min(highest, other.highest);
    return includes(common) && other.includes(common)
        ? OptionalInt.of(common)
        : OptionalInt.empty();
  }

  boolean includes(int format) {
    return lowest <= format && format <= highest;
  }

  @Override
  public String toString() {
    return lowest == highest ? "format " + lowest : "formats %d to %d".formatted(lowest, highest);
  }
}
