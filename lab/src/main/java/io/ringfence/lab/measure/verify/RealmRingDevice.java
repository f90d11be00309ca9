package io.ringfence.lab.measure.verify;

import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.race.RacingDevice;

/** Realm code: the store and the load of a notification are adjacent in compiled code. */
public final class RealmRingDevice implements RingDevice {
  private final Chain chain = new Chain();
  private Virtqueue queue;

  /** Called by {@link io.ringfence.ring.BarrierRealm#instantiate}. */
  public RealmRingDevice() {}

  @Override
  public RacingDevice start(VringConfig config, GuestMemory memory, RingPosition position) {
    queue = Virtqueue.start(config, memory, position);
    return this;
  }

  @Override
  public void take() {
    if (!queue.take(chain)) {
      throw new IllegalStateException("no chain, although the driver has published one");
    }
  }

  @Override
  public boolean returnChain() {
    queue.putUsed(chain, 0);
    queue.publish();
    return queue.interruptWanted();
  }

  @Override
  public boolean requestKicks() {
    return queue.requestKicks();
  }
}
