package io.ringfence.server.uplink.mirror.datapath;

import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.FrameSource;
import io.ringfence.server.uplink.mirror.MirrorPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Realm code: frames that wait in a {@link MirrorPort}. */
final class MirrorSource implements FrameSource {
  private final ReceiveRing receive;
  private final MirrorPort port;
  private final MemorySegment copy = Arena.ofAuto().allocate(1 << 16, 8);

  MirrorSource(ReceiveRing receive, MirrorPort port) {
    this.receive = receive;
    this.port = port;
  }

  @Override
  public int receive(int budget) {
    receive.setStarved(false);
    int frames = 0;
    byte[] frame = port.peek();
    while (frame != null && frames < budget && deliver(frame)) {
      port.remove();
      frame = port.peek();
      frames++;
    }
    receive.publish();
    receive.settle();
    return frames;
  }

  private boolean deliver(byte[] frame) {
    MemorySegment.copy(frame, 0, copy, ValueLayout.JAVA_BYTE, 0, frame.length);
    Outcome outcome = receive.deliver(copy, frame.length);
    if (outcome == Outcome.REFUSED) {
      receive.countDropped();
    }
    return outcome != Outcome.NO_ROOM;
  }
}
