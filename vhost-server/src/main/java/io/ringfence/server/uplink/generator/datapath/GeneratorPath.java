package io.ringfence.server.uplink.generator.datapath;

import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.UplinkPath;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.DiscardSink;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSource;
import io.ringfence.server.uplink.generator.GeneratorPort;

/**
 * Realm code: generates frames as fast as the driver posts buffers, and drops those that it sends.
 */
public final class GeneratorPath implements UplinkPath {
  /** Called by the realm. */
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
