package io.ringfence.server.datapath;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.VringCounters;

/** Realm code: the state of a ring's kick suppression. */
final class Kicks {
  private final Virtqueue queue;
  private final VringCounters counters;
  private boolean requested;

  /**
   * Starts.
   *
   * @param requested whether the driver kicks, as it does on a ring that was not served yet
   */
  Kicks(Virtqueue queue, VringCounters counters, boolean requested) {
    this.queue = queue;
    this.counters = counters;
    this.requested = requested;
  }

  /** Returns whether kicks are requested. */
  boolean requested() {
    return requested;
  }

  /** Suppresses kicks while the device polls the ring. */
  void suppress() {
    if (requested) {
      queue.suppressKicks();
      requested = false;
    }
  }

  /**
   * Requests kicks, before the worker sleeps.
   *
   * @return whether the driver has already added a chain, for which it may not kick
   */
  boolean request() {
    requested = true;
    boolean more = queue.requestKicks();
    if (more) {
      counters.add(RingCounter.RECHECKS_FOUND_WORK, 1);
    }
    return more;
  }

  /**
   * Returns whether chains are available while the device waits for a kick. The loads are not
   * ordered: for a watchdog.
   */
  boolean owed() {
    return requested && queue.hasAvailable();
  }
}
