package io.ringfence.server.uplink.tap.datapath;

import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.ReceiveWindow;
import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.FrameSource;
import io.ringfence.server.uplink.tap.TapPort;

/**
 * Realm code: frames from a TAP. The kernel writes them directly into receive buffers if those hold
 * the largest frame. Otherwise they wait in private memory until there is room.
 */
final class TapSource implements FrameSource {
  private final ReceiveRing receive;
  private final ReceiveWindow window;
  private final TapPort tap;

  TapSource(ReceiveRing receive, TapPort tap) {
    this.receive = receive;
    window = receive.window();
    this.tap = tap;
  }

  @Override
  public int receive(int budget) {
    receive.setStarved(false);
    int most = tap.isLost() ? 0 : budget;
    int frames = 0;
    while (frames < most && receiveOne()) {
      frames++;
    }
    receive.publish();
    receive.settle();
    return frames;
  }

  private boolean receiveOne() {
    if (tap.pendingBytes() > 0) {
      return deliverPending();
    }
    boolean direct = receive.hold(TapPort.LARGEST_FRAME) && offerBuffers();
    if (window.count() == 0) {
      receive.setStarved(true); // further frames wait in the TAP
      return false;
    }
    return direct ? readDirect() : tap.readPending() > 0 && deliverPending();
  }

  private boolean offerBuffers() {
    tap.beginRead();
    for (int i = 0; i < window.count(); i++) {
      if (!tap.addTarget(window.chain(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean readDirect() {
    long bytes = tap.readDirect();
    if (bytes <= 0) {
      return false;
    }
    int chains = window.chainsFor(bytes);
    receive.setNumBuffers(chains);
    receive.put(chains, bytes);
    return true;
  }

  /** Copies a frame that was read before there was room for it. */
  private boolean deliverPending() {
    Outcome outcome = receive.deliver(tap.pending(), tap.pendingBytes());
    if (outcome == Outcome.NO_ROOM) {
      return false;
    }
    if (outcome == Outcome.REFUSED) {
      receive.countDropped();
    }
    tap.clearPending();
    return true;
  }
}
