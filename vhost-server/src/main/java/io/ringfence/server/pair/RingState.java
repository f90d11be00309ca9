package io.ringfence.server.pair;

import io.ringfence.ring.QueueState;

/**
 * The state of one ring in a data path, from which another path continues unnoticed by the driver.
 *
 * @param queue the virtqueue's state
 * @param kicksRequested whether kicks are requested
 * @param waiting whether the direction waits: a receive ring for buffers, a transmit ring for room
 *     in its sink
 */
public record RingState(QueueState queue, boolean kicksRequested, boolean waiting) {}
