package io.ringfence.server.takeover;

import io.ringfence.server.session.Endpoint;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.uplink.Uplink;

/**
 * The state that is handed over.
 *
 * @param kept unknown fields of an earlier hand-over
 */
public record ServingState(
    ConfigRecord config, Uplink uplink, FrontEnds frontEnds, Endpoint endpoint, Kept kept) {}
