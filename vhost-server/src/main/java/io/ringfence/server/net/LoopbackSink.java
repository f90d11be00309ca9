package io.ringfence.server.net;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSink.Outcome;

/** Realm code: every frame comes back to its sender. A full receive ring holds transmission up. */
final class LoopbackSink implements FrameSink {
  private final ReceivePath receive;

  LoopbackSink(ReceivePath receive) {
    this.receive = receive;
  }

  @Override
  public Outcome send(Chain frame) {
    try {
      return receive.reflect(frame);
    } catch (BrokenRingException e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  @Override
  public int steps() {
    return receive.steps();
  }

  @Override
  public void flush() {
    try {
      receive.publish();
    } catch (BrokenRingException e) {
      throw new RingFault(RingRole.RX, e);
    }
  }
}
