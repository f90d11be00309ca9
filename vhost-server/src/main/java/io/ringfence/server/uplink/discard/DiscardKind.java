package io.ringfence.server.uplink.discard;

import io.ringfence.server.uplink.Arguments;
import io.ringfence.server.uplink.SharedPort;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.UplinkKind;

/** {@code discard}: frames go nowhere, and none comes. */
public final class DiscardKind implements UplinkKind {
  @Override
  public String name() {
    return "discard";
  }

  @Override
  public String form() {
    return name();
  }

  @Override
  public Uplink open(String spec, String argument, int pairs) {
    Arguments.none(this, spec, argument);
    return new SharedPort(spec, new DiscardPort());
  }
}
