package io.ringfence.server.uplink.loopback.datapath;

import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.UplinkPath;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.DiscardSink;
import io.ringfence.server.uplink.FrameSink;

/** Realm code: returns frames to the receive ring of the pair that sends them. */
public final class LoopbackPath implements UplinkPath {
  /** Called by the realm. */
  public LoopbackPath() {}

  @Override
  public FrameSink sink(PairSetup setup, ReceiveRing receive) {
    return receive == null ? DiscardSink.INSTANCE : new LoopbackSink(receive, setup);
  }
}
