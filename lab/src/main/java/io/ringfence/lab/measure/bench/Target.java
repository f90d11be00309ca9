package io.ringfence.lab.measure.bench;

/**
 * A line that a figure should reach.
 *
 * @param limit of the ratio, or of the figure itself
 * @param ofRatio whether it is a limit of the ratio to the peer
 * @param atLeast whether more is better; otherwise the limit is not to be passed
 */
public record Target(double limit, boolean ofRatio, boolean atLeast) {
  /** The ratio to the peer is to be at least this. */
  public static Target ratioAtLeast(double limit) {
    return new Target(limit, true, true);
  }

  /** The ratio to the peer is to be at most this. */
  public static Target ratioAtMost(double limit) {
    return new Target(limit, true, false);
  }

  /** The figure is to be at most this, in its own unit. */
  public static Target atMost(double limit) {
    return new Target(limit, false, false);
  }

  boolean metBy(double figure) {
    return atLeast ? figure >= limit : figure <= limit;
  }
}
