package io.ringfence.server.takeover;

import io.ringfence.server.session.Endpoint;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.uplink.Uplink;

/**
 * What is handed over.
 *
 * @param kept what an earlier hand-over brought and this version does not know
 */
public record ServingState(
    ConfigRecord config, Uplink uplink, FrontEnds frontEnds, Endpoint endpoint, Kept kept) {}
