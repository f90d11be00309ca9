package io.ringfence.server.datapath;

import io.ringfence.ring.Chain;
import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.RingState;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.Losses;

/** Realm code: from a transmit ring to a sink. */
final class TransmitPath {
  private static final int SMALLEST_FRAME = 14; // an Ethernet header
  private static final long LARGEST_FRAME = NetHeader.LARGEST_FRAME;

  private final Virtqueue queue;
  private final FrameSink sink;
  private final Calls calls;
  private final Kicks kicks;
  private final VringCounters counters;
  private final int headerBytes;
  private final TransmitWindow window;
  private boolean blocked;

  /**
   * Starts from a state: that of a path which this one replaces, or of a ring that nobody served.
   */
  TransmitPath(PairSetup setup, FrameSink sink, RingState state) {
    RingSetup ring = setup.transmit();
    queue = Virtqueue.resume(ring.config(), setup.memory(), state.queue());
    this.sink = sink;
    calls = new Calls(queue, ring);
    window = new TransmitWindow(queue);
    counters = ring.counters();
    kicks = new Kicks(queue, counters, state.kicksRequested());
    blocked = state.waiting();
    headerBytes = setup.headerBytes();
  }

  int run(int budget) {
    kicks.suppress();
    try {
      return bursts(budget);
    } finally {
      settle();
    }
  }

  private int bursts(int budget) {
    int ahead = blocked ? 1 : TransmitWindow.MOST; // a blocked sink is tried with one frame
    blocked = false;
    int spent = 0;
    int most;
    int last;
    do {
      most = Math.min(ahead, budget - spent);
      last = burst(most);
      spent += Math.min(last, most);
      ahead = TransmitWindow.MOST;
    } while (last >= most && spent < budget);
    return spent;
  }

  /** Takes a burst of frames and sends it in batches. */
  private int burst(int most) {
    int spent = 0;
    try {
      sink.expect(window.fill(most));
      int batchFrames = queue.hasAvailable() ? TransmitWindow.MOST : sink.batch();
      while (spent < most && window.hasNext() && !blocked) {
        spent += batch(batchFrames, most - spent);
      }
    } finally { // after a fault of another ring, its frame and later ones stay in this ring
      window.release();
    }
    window.check();
    return spent;
  }

  /** Sends a batch and returns its descriptors to the driver. */
  private int batch(int batchFrames, int most) {
    int frames = 0;
    int spent = 0;
    long bytes = 0;
    int dropped = 0;
    try {
      int sound = sound(Math.min(batchFrames, most));
      int together = sink.sendTogether(window.frames(), window.first(), sound);
      while (frames < together) {
        Chain frame = window.next();
        window.done();
        frames++;
        spent += 1 + TransmitWindow.surcharge(frame.steps());
        bytes += frame.readableBytes();
      }
      spent += TransmitWindow.surcharge(sink.steps());
      while (spent < most && frames < batchFrames && window.hasNext()) {
        Chain frame = window.next();
        boolean send = frames < sound || isFrame(frame);
        Outcome result = send ? sink.send(frame) : Outcome.REFUSED;
        if (result == Outcome.NO_ROOM) {
          blocked = true;
          break;
        }
        window.done();
        frames++;
        spent += 1 + TransmitWindow.surcharge(frame.steps() + sink.steps());
        if (result == Outcome.SENT) {
          bytes += frame.readableBytes();
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

  /** Returns how many of the next chains are frames, up to the first that is not. */
  private int sound(int most) {
    Chain[] frames = window.frames();
    int first = window.first();
    int last = first + Math.min(most, window.left());
    int end = first;
    while (end < last && isFrame(frames[end])) {
      end++;
    }
    return end - first;
  }

  /** Returns whether a chain is readable only and has a frame's length. Others are dropped. */
  private boolean isFrame(Chain chain) {
    return chain.writableBytes() == 0
        && chain.readableBytes() >= headerBytes + SMALLEST_FRAME
        && chain.readableBytes() <= LARGEST_FRAME;
  }

  /**
   * Commits the sink's frames, counts them and returns their descriptors to the driver.
   *
   * @param bytes of the frames that were taken, headers included
   */
  private void finish(int frames, int dropped, long bytes) {
    try {
      Losses lost = sink.commit();
      int sent = frames - dropped - lost.frames();
      counters.add(RingCounter.BYTES, bytes - lost.bytes() - (long) sent * headerBytes);
      counters.add(RingCounter.DROPPED, frames - sent);
      counters.add(RingCounter.FRAMES, sent); // last: readers that wait for it then read the others
    } finally {
      show();
    }
  }

  /**
   * Publishes the used descriptors first, then frames that were reflected to the driver. The driver
   * may forward those at once and needs descriptors for that.
   */
  private void show() {
    window.returnDone();
    queue.publish();
    try {
      sink.flush();
    } finally { // a fault of another ring must not cost this ring's driver its signal
      calls.published();
    }
  }

  private void settle() {
    try {
      sink.settle();
    } finally {
      calls.settle();
    }
  }

  /** Returns whether the sink had no room for the next frame. */
  boolean blocked() {
    return blocked;
  }

  boolean rest() {
    return kicks.request();
  }

  boolean kickOwed() {
    return kicks.owed();
  }

  boolean callOwed() {
    return queue.owesInterrupt();
  }

  RingState state() {
    return new RingState(queue.state(), kicks.requested(), blocked);
  }
}
