package io.ringfence.server.pair;

import io.ringfence.ring.QueueState;

/**
 * What a data path knows of one ring, so that another path can go on with it and the driver notices
 * nothing.
 *
 * @param queue what the virtqueue knows
 * @param kicksRequested whether the driver is to kick
 * @param waiting whether the direction waits: a receive ring for buffers, a transmit ring for room
 *     in its sink
 */
public record RingState(QueueState queue, boolean kicksRequested, boolean waiting) {}
