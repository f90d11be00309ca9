package io.ringfence.server.pair;

import io.ringfence.ring.QueueState;
import io.ringfence.ring.RingPosition;

/**
 * The state of one ring in a data path, from which another path continues unnoticed by the driver.
 *
 * @param queue the virtqueue's state
 * @param kicksRequested whether kicks are requested
 * @param waiting whether the direction waits: a receive ring for buffers, a transmit ring for room
 *     in its sink
 */
public record RingState(QueueState queue, boolean kicksRequested, boolean waiting) {
  /** The state of a ring that nobody served yet: its driver kicks. */
  public static RingState at(RingPosition position) {
    return new RingState(QueueState.at(position), true, false);
  }

  /** Where the ring stands. */
  public RingPosition position() {
    return queue.position();
  }
}
