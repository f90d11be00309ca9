package io.ringfence.server.datapath;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.VringCounters;

/** Realm code: whether a ring's driver is asked to kick. */
final class Kicks {
  private final Virtqueue queue;
  private final VringCounters counters;
  private boolean requested;

  /**
   * Starts.
   *
   * @param requested whether the driver kicks, as it does at first on a ring that nobody served yet
   */
  Kicks(Virtqueue queue, VringCounters counters, boolean requested) {
    this.queue = queue;
    this.counters = counters;
    this.requested = requested;
  }

  /** Returns whether the driver is to kick. */
  boolean requested() {
    return requested;
  }

  /** Suppresses kicks while the device looks by itself. */
  void suppress() {
    if (requested) {
      queue.suppressKicks();
      requested = false;
    }
  }

  /**
   * Requests kicks, before the worker sleeps.
   *
   * @return whether the driver added a chain meanwhile, for which no kick may come
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
   * Returns whether there are chains and the device waits for a kick. Unordered, for a watchdog.
   */
  boolean owed() {
    return requested && queue.hasAvailable();
  }
}
