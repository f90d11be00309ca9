package io.ringfence.server.uplink.loopback;

import io.ringfence.server.uplink.Arguments;
import io.ringfence.server.uplink.SharedPort;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.UplinkKind;

/** {@code loopback}: each frame comes back to its sender. */
public final class LoopbackKind implements UplinkKind {
  @Override
  public String name() {
    return "loopback";
  }

  @Override
  public String form() {
    return name();
  }

  @Override
  public Uplink open(String spec, String argument, int pairs) {
    Arguments.none(this, spec, argument);
    return new SharedPort(spec, new LoopbackPort());
  }
}
