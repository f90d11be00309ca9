package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Tap;
import io.ringfence.server.uplink.Arguments;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.UplinkKind;
import java.util.List;

/** {@code tapfd:N}: a TAP that the process which started the daemon has opened as descriptor N. */
public final class TapFdKind implements UplinkKind {
  @Override
  public String name() {
    return "tapfd";
  }

  @Override
  public String form() {
    return "tapfd:N";
  }

  @Override
  public Uplink open(String spec, String argument, int pairs) {
    Tap tap = Tap.adopt(Arguments.number(this, spec, argument));
    return TapUplink.opened(spec, List.of(tap));
  }

  @Override
  public int descriptors(int pairs) {
    return pairs;
  }

  @Override
  public Uplink takeOver(String spec, String argument, int pairs, List<Fd> descriptors) {
    return TapUplink.adopted(spec, descriptors);
  }
}
