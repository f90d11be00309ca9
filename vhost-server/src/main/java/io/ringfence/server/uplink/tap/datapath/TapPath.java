package io.ringfence.server.uplink.tap.datapath;

import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.UplinkPath;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSource;
import io.ringfence.server.uplink.tap.TapPort;

/** Realm code: sends frames to a TAP through the port, and receives from it. */
public final class TapPath implements UplinkPath {
  /** Called by the realm. */
  public TapPath() {}

  @Override
  public FrameSink sink(PairSetup setup, ReceiveRing receive) {
    return (TapPort) setup.port();
  }

  @Override
  public FrameSource source(PairSetup setup, ReceiveRing receive) {
    return new TapSource(receive, (TapPort) setup.port());
  }
}
