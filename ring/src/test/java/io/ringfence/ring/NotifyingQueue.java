package io.ringfence.ring;

import io.ringfence.ring.queue.Virtqueue;

/** Realm code: the store and the load of a notification follow each other in compiled code. */
public final class NotifyingQueue implements NotifyingDevice {
  private final Chain chain = new Chain();
  private Virtqueue queue;

  /** For {@link BarrierRealm#instantiate}. */
  public NotifyingQueue() {}

  @Override
  public void start(VringConfig config, GuestMemory memory, RingPosition position) {
    queue = Virtqueue.start(config, memory, position);
  }

  @Override
  public void take() {
    if (!queue.take(chain)) {
      throw new IllegalStateException("no chain; the driver has published one");
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
