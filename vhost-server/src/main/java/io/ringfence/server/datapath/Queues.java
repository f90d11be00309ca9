package io.ringfence.server.datapath;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.RingState;

/** Realm code: the virtqueue of a ring. */
final class Queues {
  private Queues() {}

  /**
   * Returns a queue that starts at the setup's position, or continues from another path's state.
   *
   * @param state the other path's; null for none
   * @throws io.ringfence.ring.BrokenRingException if the ring's areas are not in guest memory
   */
  static Virtqueue of(RingSetup ring, GuestMemory memory, RingState state) {
    return state == null
        ? Virtqueue.start(ring.config(), memory, ring.position())
        : Virtqueue.resume(ring.config(), memory, state.queue());
  }
}
