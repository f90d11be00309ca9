package io.ringfence.ring;

/**
 * All that a device knows of a ring it serves, so that another queue can go on in its place and the
 * driver notices nothing: no call is made that was not due, and none is forgotten.
 *
 * @param position where the device stands
 * @param sinceDecision entries published since the last interrupt decision, at most {@link
 *     #UNKNOWN}: a split ring's used elements, a packed ring's slots
 * @param sinceSignal the same since the driver was last signalled
 * @param kicksSuppressed whether the device has suppressed kicks in the ring's memory
 */
public record QueueState(
    RingPosition position, int sinceDecision, int sinceSignal, boolean kicksSuppressed) {
  /** More than any ring counts: the next interrupt decision treats every event as passed. */
  public static final int UNKNOWN = 1 << 16;

  /** A ring of which only the position is known: its first interrupt decision signals. */
  public static QueueState at(RingPosition position) {
    return new QueueState(position, UNKNOWN, 0, false);
  }
}
