package io.ringfence.server.uplink.loopback;

import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.loopback.datapath.LoopbackPath;

/** Returns each frame to its sender, with source and destination address exchanged. */
public record LoopbackPort() implements Port {
  @Override
  public Class<?> path() {
    return LoopbackPath.class;
  }
}
