package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.Fd;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.UplinkKind;
import java.util.List;

/** {@code tap:NAME}: a TAP interface by its name, created if there is none. */
public final class TapKind implements UplinkKind {
  @Override
  public String name() {
    return "tap";
  }

  @Override
  public String form() {
    return "tap:NAME";
  }

  @Override
  public Uplink open(String spec, String argument, int pairs) {
    return TapUplink.named(spec, argument == null ? "" : argument, pairs);
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
