package io.ringfence.server.net;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.server.os.OsException;

/** Realm code: signals drivers, and counts it. */
final class Calls {
  private Calls() {}

  /**
   * Acts on a queue's answer to whether its driver wants to be told.
   *
   * @throws BrokenRingException where the front-end gave a descriptor that cannot be signalled
   */
  static void decide(boolean wanted, RingSetup ring) {
    if (!wanted || ring.call() == null) {
      ring.counters().callsSuppressed.add(1);
      return;
    }
    try {
      ring.call().signal();
    } catch (OsException e) {
      throw new BrokenRingException("call descriptor: " + e.getMessage());
    }
    ring.counters().calls.add(1);
  }
}
