package io.ringfence.server.uplink.mirror.datapath;

import io.ringfence.ring.Chain;
import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.UplinkPath;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.FrameSource;
import io.ringfence.server.uplink.mirror.MirrorPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Realm code of an uplink that main code does not know. */
public final class MirrorPath implements UplinkPath {
  /** For the realm. */
  public MirrorPath() {}

  @Override
  public FrameSink sink(PairSetup setup, ReceiveRing receive) {
    var port = (MirrorPort) setup.port();
    return frame -> {
      port.add(bytes(frame));
      return Outcome.SENT;
    };
  }

  private static byte[] bytes(Chain frame) {
    MemorySegment copy = Arena.ofAuto().allocate(frame.readableBytes(), 8);
    frame.copyOut(0, copy, 0, frame.readableBytes());
    return copy.toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public FrameSource source(PairSetup setup, ReceiveRing receive) {
    return new MirrorSource(receive, (MirrorPort) setup.port());
  }
}
