package io.ringfence.benchmarks;

import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.ring.queue.Virtqueue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Realm code: the calls of {@link Stages} on a queue of its realm's policy. */
public final class RealmStages implements Stages {
  private static final int MOST_BYTES = 1 << 16;

  private final Chain chain = new Chain();
  private final MemorySegment scratch = Arena.ofAuto().allocate(MOST_BYTES, 64);
  private Virtqueue queue;

  /** Called by the realm. */
  public RealmStages() {}

  @Override
  public void start(VringConfig config, GuestMemory memory, RingPosition position) {
    queue = Virtqueue.start(config, memory, position);
  }

  @Override
  public int take(int frames) {
    int taken = 0;
    while (taken < frames && queue.take(chain)) {
      taken++;
    }
    return taken;
  }

  @Override
  public int copy(int frames, int bytes) {
    int taken = 0;
    while (taken < frames && queue.take(chain)) {
      chain.copyOut(0, scratch, 0, bytes);
      taken++;
    }
    return taken;
  }

  @Override
  public int put(int frames) {
    int taken = 0;
    while (taken < frames && queue.take(chain)) {
      queue.putUsed(chain, 0);
      taken++;
    }
    return taken;
  }

  @Override
  public int publish(int frames) {
    int taken = put(frames);
    queue.publish();
    return taken;
  }

  @Override
  public int decide(int frames) {
    int taken = publish(frames);
    return queue.interruptWanted() ? taken + 1 : taken;
  }

  @Override
  public int rest(int frames) {
    queue.suppressKicks();
    int taken = decide(frames);
    return queue.requestKicks() ? taken + 1 : taken;
  }
}
