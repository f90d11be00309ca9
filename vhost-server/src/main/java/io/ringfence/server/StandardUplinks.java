package io.ringfence.server;

import io.ringfence.server.uplink.SharedKind;
import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.uplink.discard.DiscardPort;
import io.ringfence.server.uplink.generator.GeneratorKind;
import io.ringfence.server.uplink.loopback.LoopbackPort;
import io.ringfence.server.uplink.tap.TapKind;
import java.util.List;

/** The uplinks of the daemon, one per line. */
public final class StandardUplinks {
  /** All of them. */
  public static final Uplinks ALL =
      new Uplinks(
          List.of(
              TapKind.INTERFACE,
              TapKind.DESCRIPTOR,
              new SharedKind("loopback", new LoopbackPort()),
              new SharedKind("discard", new DiscardPort()),
              new GeneratorKind()));

  private StandardUplinks() {}
}
