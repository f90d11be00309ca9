package io.ringfence.ring;

import io.ringfence.ring.queue.Virtqueue;

/** Realm code: passes every call on to this realm's queue. */
public final class RealmDeviceQueue implements RealmDevice {
  private Virtqueue queue;

  /** For {@link BarrierRealm#instantiate}. */
  public RealmDeviceQueue() {}

  @Override
  public RealmDevice start(VringConfig config, GuestMemory memory, RingPosition position) {
    queue = Virtqueue.start(config, memory, position);
    return this;
  }

  @Override
  public boolean take(Chain chain) {
    return queue.take(chain);
  }

  @Override
  public void giveBack(Chain chain) {
    queue.giveBack(chain);
  }

  @Override
  public void putUsed(Chain chain, int written) {
    queue.putUsed(chain, written);
  }

  @Override
  public void publish() {
    queue.publish();
  }

  @Override
  public boolean interruptWanted() {
    return queue.interruptWanted();
  }

  @Override
  public void suppressKicks() {
    queue.suppressKicks();
  }

  @Override
  public boolean requestKicks() {
    return queue.requestKicks();
  }

  @Override
  public RingPosition position() {
    return queue.position();
  }
}
