package io.ringfence.server.datapath;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.server.os.OsException;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingSetup;

/**
 * Realm code: signals a ring's driver, and counts it.
 *
 * <p>To know for certain whether the driver wants that takes a full fence, which waits until all
 * that was written has left the CPU. So while the driver seems not to want it, as one that polls
 * never does, the question waits for the end of the run.
 */
final class Calls {
  private final Virtqueue queue;
  private final RingSetup ring;
  private boolean undecided; // whether something was published since the last decision

  Calls(Virtqueue queue, RingSetup ring) {
    this.queue = queue;
    this.ring = ring;
  }

  /**
   * To be called when the queue has published something.
   *
   * @throws BrokenRingException where the front-end gave a descriptor that cannot be signalled
   */
  void published() {
    undecided = true;
    if (queue.interruptLikely()) {
      settle();
    }
  }

  /**
   * To be called before the worker may sleep, and before the ring is left to somebody else.
   *
   * @throws BrokenRingException as {@link #published}
   */
  void settle() {
    if (undecided) {
      undecided = false;
      decide(queue.interruptWanted());
    }
  }

  private void decide(boolean wanted) {
    if (!wanted || ring.call() == null) {
      ring.counters().add(RingCounter.CALLS_SUPPRESSED, 1);
      return;
    }
    try {
      ring.call().signal();
    } catch (OsException e) {
      throw new BrokenRingException("call descriptor: " + e.getMessage());
    }
    ring.counters().add(RingCounter.CALLS, 1);
  }
}
