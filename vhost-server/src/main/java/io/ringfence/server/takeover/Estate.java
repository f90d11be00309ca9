package io.ringfence.server.takeover;

import io.ringfence.server.session.Door;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.uplink.Uplink;

/** What is handed over. */
public record Estate(ConfigRecord config, Uplink uplink, FrontEnds frontEnds, Door door) {}
