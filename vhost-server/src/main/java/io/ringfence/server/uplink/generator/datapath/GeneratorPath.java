package io.ringfence.server.uplink.generator.datapath;

import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.UplinkPath;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.DiscardSink;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSource;
import io.ringfence.server.uplink.generator.GeneratorPort;

/** Realm code: frames that are made as fast as the driver posts buffers; what it sends is lost. */
public final class GeneratorPath implements UplinkPath {
  /** For the realm. */
  public GeneratorPath() {}

  @Override
  public FrameSink sink(PairSetup setup, ReceiveRing receive) {
    return DiscardSink.INSTANCE;
  }

  @Override
  public FrameSource source(PairSetup setup, ReceiveRing receive) {
    return new GeneratorSource(receive, setup, (GeneratorPort) setup.port());
  }
}
