package io.ringfence.server.uplink.discard;

import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.discard.datapath.DiscardPath;

/** Drops all frames and produces none. */
public record DiscardPort() implements Port {
  @Override
  public Class<?> path() {
    return DiscardPath.class;
  }
}
