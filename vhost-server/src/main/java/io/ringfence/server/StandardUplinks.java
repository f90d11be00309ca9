package io.ringfence.server;

import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.uplink.discard.DiscardKind;
import io.ringfence.server.uplink.generator.GeneratorKind;
import io.ringfence.server.uplink.loopback.LoopbackKind;
import io.ringfence.server.uplink.tap.TapFdKind;
import io.ringfence.server.uplink.tap.TapKind;
import java.util.List;

/** The uplinks of the daemon: a line each. */
public final class StandardUplinks {
  /** All of them. */
  public static final Uplinks ALL =
      new Uplinks(
          List.of(
              new TapKind(),
              new TapFdKind(),
              new LoopbackKind(),
              new DiscardKind(),
              new GeneratorKind()));

  private StandardUplinks() {}
}
