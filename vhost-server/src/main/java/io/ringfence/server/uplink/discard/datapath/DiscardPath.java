package io.ringfence.server.uplink.discard.datapath;

import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.UplinkPath;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.DiscardSink;
import io.ringfence.server.uplink.FrameSink;

/** Realm code: drops all frames and produces none. */
public final class DiscardPath implements UplinkPath {
  /** Called by the realm. */
  public DiscardPath() {}

  @Override
  public FrameSink sink(PairSetup setup, ReceiveRing receive) {
    return DiscardSink.INSTANCE;
  }
}
