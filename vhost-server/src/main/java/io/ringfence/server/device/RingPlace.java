package io.ringfence.server.device;

import io.ringfence.server.records.Required;
import java.util.Map;

/**
 * The state of a ring that was stopped for a hand-over.
 *
 * @param base the vring base in the format of GET_VRING_BASE, 32 bits
 * @param started whether a worker owned the ring
 * @param broken whether the ring broke since its start
 * @param awaitsKick whether the ring waits for its first kick; false from a predecessor without
 *     this field
 * @param counts the ring's counters
 */
public record RingPlace(
    @Required int index,
    @Required int base,
    @Required boolean started,
    boolean broken,
    boolean awaitsKick,
    Map<String, Long> counts) {}
