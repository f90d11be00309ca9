package io.ringfence.ring;

/**
 * The complete device-side state of a ring. Another queue can continue from it without a lost or a
 * spurious call.
 *
 * @param position the device's position in the ring
 * @param sinceDecision entries published since the last interrupt decision, at most {@link
 *     #UNKNOWN}: a split ring's used elements, a packed ring's slots
 * @param sinceSignal entries published since the driver was last signalled
 * @param kicksSuppressed whether the device has suppressed kicks in the ring's memory
 */
public record QueueState(
    RingPosition position, int sinceDecision, int sinceSignal, boolean kicksSuppressed) {
  /** An unknown count: the next interrupt decision treats every event as passed. */
  public static final int UNKNOWN = 1 << 16;

  /** Returns the state if only the position is known: the first interrupt decision signals. */
  public static QueueState at(RingPosition position) {
    return new QueueState(position, UNKNOWN, 0, false);
  }
}
