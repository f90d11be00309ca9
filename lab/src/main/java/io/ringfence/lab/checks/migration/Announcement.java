package io.ringfence.lab.checks.migration;

import io.ringfence.lab.kit.host.Announcements.Kind;
import io.ringfence.lab.kit.host.Announcements.Sighting;
import java.util.List;

/**
 * How the network learnt the guest's new location.
 *
 * @param expected the announcement that the negotiated features require
 * @param millis from the migration's start to the first such frame by the TAP of the guest's new
 *     place; -1 if there was none
 * @param frames of that kind that reached the bridge
 * @param others frames of another kind that reached it
 */
public record Announcement(Kind expected, long millis, long frames, long others) {
  private static final long NEVER = -1;

  static Announcement of(
      Kind expected, String tap, String bridge, long begunMillis, List<Sighting> sightings) {
    long first =
        sightings.stream()
            .filter(seen -> seen.kind() == expected && seen.link().equals(tap))
            .mapToLong(seen -> seen.epochMillis() - begunMillis)
            .findFirst()
            .orElse(NEVER);
    List<Sighting> arrived = sightings.stream().filter(seen -> seen.link().equals(bridge)).toList();
    long right = arrived.stream().filter(seen -> seen.kind() == expected).count();
    return new Announcement(expected, first, right, arrived.size() - right);
  }

  /** Returns whether the frame came from the guest's present place, and reached the bridge. */
  public boolean seen() {
    return millis != NEVER && frames > 0;
  }

  @Override
  public String toString() {
    String seen =
        seen() ? "%s after %d ms, %d in all".formatted(expected, millis, frames) : "no " + expected;
    return others == 0 ? seen : "%s (and %d of another kind)".formatted(seen, others);
  }
}
