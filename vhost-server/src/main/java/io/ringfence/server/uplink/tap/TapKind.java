package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Tap;
import io.ringfence.server.uplink.Arguments;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.UplinkKind;
import java.util.List;

/** The ways in which a user names a TAP. */
public enum TapKind implements UplinkKind {
  /** By its interface, which is created if there is none. */
  INTERFACE("tap", "tap:NAME") {
    @Override
    public Uplink open(String spec, String argument, int pairs) {
      return TapUplink.named(spec, argument == null ? "" : argument, pairs);
    }
  },

  /** By the number of a descriptor that the parent process has opened. */
  DESCRIPTOR("tapfd", "tapfd:N") {
    @Override
    public Uplink open(String spec, String argument, int pairs) {
      Tap tap = Tap.adopt(Arguments.number(this, spec, argument));
      return TapUplink.opened(spec, List.of(tap));
    }
  };

  private final String kind;
  private final String form;

  TapKind(String kind, String form) {
    this.kind = kind;
    this.form = form;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String form() {
    return form;
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
