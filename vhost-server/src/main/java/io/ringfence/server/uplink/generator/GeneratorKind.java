package io.ringfence.server.uplink.generator;

import io.ringfence.server.uplink.Arguments;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.UplinkKind;

/** {@code generator[:BYTES]}: generates frames as fast as the driver posts buffers. */
public final class GeneratorKind implements UplinkKind {
  @Override
  public String kind() {
    return "generator";
  }

  @Override
  public String form() {
    return "generator[:BYTES]";
  }

  @Override
  public Uplink open(String spec, String argument, int pairs) {
    int bytes =
        argument == null ? GeneratorPort.DEFAULT_BYTES : Arguments.number(this, spec, argument);
    return new GeneratorUplink(spec, GeneratorPort.checked(bytes));
  }
}
