package io.ringfence.server.device;

import io.ringfence.server.records.Required;
import java.util.Map;

/**
 * Where a ring that was stopped for a hand-over goes on.
 *
 * @param base as GET_VRING_BASE tells it, 32 bits
 * @param started whether a worker owned it
 * @param broken whether it broke since it was started
 * @param awaitsKick whether it is not served before its first kick; a predecessor that does not say
 *     serves rings at once
 * @param counts what was counted so far
 */
public record RingPlace(
    @Required int index,
    @Required int base,
    @Required boolean started,
    boolean broken,
    boolean awaitsKick,
    Map<String, Long> counts) {}
