package io.ringfence.ring;

import io.ringfence.ring.queue.Virtqueue;

/**
 * A {@link Virtqueue} seen from outside its realm: each realm has a {@code Virtqueue} of its own,
 * which no other code can name.
 */
public interface RealmDevice {
  /** As {@link Virtqueue#start}; this object then is the queue. */
  RealmDevice start(VringConfig config, GuestMemory memory, RingPosition position);

  boolean take(Chain chain);

  void giveBack(Chain chain);

  void putUsed(Chain chain, int written);

  void publish();

  boolean interruptWanted();

  void suppressKicks();

  boolean requestKicks();

  RingPosition position();
}
