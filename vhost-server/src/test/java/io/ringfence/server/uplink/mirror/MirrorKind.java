package io.ringfence.server.uplink.mirror;

import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.UplinkKind;

/** {@code mirror}: an uplink of the tests, which main code does not know. */
public final class MirrorKind implements UplinkKind {
  @Override
  public String kind() {
    return "mirror";
  }

  @Override
  public String form() {
    return kind();
  }

  @Override
  public Uplink open(String spec, String argument, int pairs) {
    return new MirrorUplink(spec);
  }
}
