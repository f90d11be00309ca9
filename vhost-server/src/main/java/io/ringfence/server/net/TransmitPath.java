package io.ringfence.server.net;

import io.ringfence.ring.Chain;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.Virtqueue;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.TapPort;

/** Realm code: from a transmit ring to a sink. */
final class TransmitPath {
  private static final int SMALLEST_FRAME = 14; // an Ethernet header
  private static final long LARGEST_FRAME = TapPort.LARGEST_FRAME;

  /** Descriptors that are as much work as a frame of few: so many cost one frame of the budget. */
  private static final int STEPS_PER_FRAME = 64;

  /** Frames after which the driver has its descriptors back, while there are more. */
  private static final int BURST = 32;

  private final Virtqueue queue;
  private final FrameSink sink;
  private final RingSetup ring;
  private final VringCounters counters;
  private final int headerBytes;
  private final Chain chain = new Chain();
  private boolean kicksRequested = true; // a driver's ring starts with kicks on
  private boolean blocked;

  TransmitPath(PairSetup setup, FrameSink sink) {
    ring = setup.transmit();
    queue = Virtqueue.start(ring.config(), setup.memory(), ring.position());
    this.sink = sink;
    counters = ring.counters();
    headerBytes = setup.headerBytes();
  }

  int run(int budget) {
    if (kicksRequested) {
      queue.suppressKicks();
      kicksRequested = false;
    }
    blocked = false;
    int spent = 0;
    int last;
    do {
      int most = Math.min(BURST, budget - spent);
      last = burst(most);
      spent += Math.min(last, most);
    } while (last >= BURST && spent < budget);
    return spent;
  }

  private int burst(int most) {
    int frames = 0;
    int spent = 0;
    long bytes = 0;
    int dropped = 0;
    try {
      while (spent < most && queue.take(chain)) {
        Outcome result = isFrame() ? send() : Outcome.REFUSED;
        if (result == Outcome.NO_ROOM) {
          queue.giveBack(chain);
          blocked = true;
          break;
        }
        queue.putUsed(chain, 0);
        frames++;
        spent += 1 + (chain.steps() + sink.steps()) / STEPS_PER_FRAME;
        if (result == Outcome.SENT) {
          bytes += chain.readableBytes() - headerBytes;
        } else {
          dropped++;
        }
      }
    } finally {
      if (frames > 0) {
        finish(frames, dropped, bytes);
      }
    }
    return spent;
  }

  /** A fault of another ring than this leaves the frame where it was. */
  private Outcome send() {
    try {
      return sink.send(chain);
    } catch (RingFault e) {
      queue.giveBack(chain);
      throw e;
    }
  }

  /** A chain to write to, or no frame by its length, is returned to the driver unsent. */
  private boolean isFrame() {
    return chain.writableBytes() == 0
        && chain.readableBytes() >= headerBytes + SMALLEST_FRAME
        && chain.readableBytes() <= LARGEST_FRAME;
  }

  /**
   * Shows the driver first that its descriptors are free, then frames that came back to it: it may
   * send those on at once, and needs descriptors for that.
   */
  private void finish(int frames, int dropped, long bytes) {
    counters.frames.add(frames - dropped);
    counters.bytes.add(bytes);
    counters.dropped.add(dropped);
    queue.publish();
    try {
      sink.flush();
    } finally { // a fault of another ring leaves this one's driver with all that is due to it
      Calls.decide(queue.interruptWanted(), ring);
    }
  }

  /** Whether the sink had no room for the next frame. */
  boolean blocked() {
    return blocked;
  }

  boolean rest() {
    kicksRequested = true;
    boolean more = queue.requestKicks();
    if (more) {
      counters.rechecksFoundWork.add(1);
    }
    return more;
  }

  boolean kickOwed() {
    return kicksRequested && queue.hasAvailable();
  }

  boolean callOwed() {
    return queue.owesInterrupt();
  }

  RingPosition position() {
    return queue.position();
  }
}
