package io.ringfence.server.pair;

/**
 * The counters of a ring, in the order in which {@code GET /stats} lists them. The admin interface,
 * {@code ringfence stats} and a hand-over read this list, so a new counter needs one line here and
 * the code that counts. The table in docs/reference/admin-api.md must equal it.
 *
 * <p>The names are part of the admin interface and of hand-overs, so they must not change.
 */
public enum RingCounter {
  /** Added last, so a reader that waits for a number of frames may then read the other counters. */
  FRAMES("frames", "frames", "Frames moved."),
  BYTES("bytes", "bytes", "Bytes of those frames, without the virtio-net header."),
  KICKS("kicks", "notifications", "Kicks that the driver sent."),
  CALLS("calls", "notifications", "Times the driver was signalled."),
  CALLS_SUPPRESSED(
      "callsSuppressed",
      "publications",
      "Publications after which the driver did not want a signal."),
  RECHECKS_FOUND_WORK(
      "rechecksFoundWork",
      "rechecks",
      "Times the second look, after kicks were enabled, found work."),
  DROPPED(
      "dropped",
      "frames",
      "Frames or buffers given up: malformed, too large, or refused by the uplink."),
  LOST_KICKS("lostKicks", "notifications", "Chains that the watchdog found without a kick."),
  LOST_CALLS(
      "lostCalls",
      "notifications",
      "Waiting drivers that the watchdog found without a call; counted with EVENT_IDX only.");

  private final String jsonName;
  private final String unit;
  private final String help;

  RingCounter(String jsonName, String unit, String help) {
    this.jsonName = jsonName;
    this.unit = unit;
    this.help = help;
  }

  /** Returns the name in JSON, in {@code ringfence stats} and in a hand-over, in camel case. */
  public String jsonName() {
    return jsonName;
  }

  /** Returns the unit, in the plural. */
  public String unit() {
    return unit;
  }

  /** Returns a sentence that explains the counter. */
  public String help() {
    return help;
  }
}
