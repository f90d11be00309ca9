package io.ringfence.lab.measure.bench;

/**
 * The target of a figure.
 *
 * @param limit of the ratio, or of the figure itself
 * @param ofRatio whether it is a limit of the ratio to the peer
 * @param atLeast whether the limit is a minimum; otherwise a maximum
 */
public record Target(double limit, boolean ofRatio, boolean atLeast) {
  /** Requires a ratio to the peer of at least {@code limit}. */
  public static Target ratioAtLeast(double limit) {
    return new Target(limit, true, true);
  }

  /** Requires a ratio to the peer of at most {@code limit}. */
  public static Target ratioAtMost(double limit) {
    return new Target(limit, true, false);
  }

  /** Requires a figure of at most {@code limit}, in its own unit. */
  public static Target atMost(double limit) {
    return new Target(limit, false, false);
  }

  boolean metBy(double figure) {
    return atLeast ? figure >= limit : figure <= limit;
  }
}
