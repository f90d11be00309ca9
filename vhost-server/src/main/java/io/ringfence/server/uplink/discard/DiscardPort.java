package io.ringfence.server.uplink.discard;

import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.discard.datapath.DiscardPath;

/** Frames go nowhere, and none comes. */
public record DiscardPort() implements Port {
  @Override
  public Class<?> path() {
    return DiscardPath.class;
  }
}
