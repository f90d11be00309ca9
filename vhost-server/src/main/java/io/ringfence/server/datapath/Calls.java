package io.ringfence.server.datapath;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.server.os.OsException;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingSetup;

/**
 * Realm code: signals a ring's driver and counts the signals.
 *
 * <p>The decision whether to signal needs a full fence, which waits until the CPU's store buffer is
 * empty. So if the driver seems to want no signal, as a polling driver does, the decision waits
 * until the end of the run.
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
   * Signals the driver if it seems to want that. The caller calls it after each publication.
   *
   * @throws BrokenRingException if the front-end's descriptor cannot be signalled
   */
  void published() {
    undecided = true;
    if (queue.interruptLikely()) {
      settle();
    }
  }

  /**
   * Decides on a signal that {@link #published} deferred. The caller calls it before the worker may
   * sleep and before the path gives up the ring.
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
