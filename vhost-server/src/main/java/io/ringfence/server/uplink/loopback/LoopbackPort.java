package io.ringfence.server.uplink.loopback;

import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.loopback.datapath.LoopbackPath;

/** Each frame comes back to its sender, source and destination address exchanged. */
public record LoopbackPort() implements Port {
  @Override
  public Class<?> path() {
    return LoopbackPath.class;
  }
}
