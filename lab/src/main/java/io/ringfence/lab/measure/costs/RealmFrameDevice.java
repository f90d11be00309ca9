package io.ringfence.lab.measure.costs;

import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.ring.queue.Virtqueue;
import java.lang.foreign.MemorySegment;

/**
 * Realm code: the daemon's transmit path on a ring, with a copy in place of the uplink and a poll
 * in place of the kick.
 */
public final class RealmFrameDevice implements FrameDevice {
  private static final int LONGEST_FRAME = 2048;

  private final Chain chain = new Chain();
  private final MemorySegment copy = MemorySegment.ofArray(new byte[LONGEST_FRAME]);
  private Virtqueue queue;
  private boolean more; // a second poll found a frame

  /** Called by {@link io.ringfence.ring.BarrierRealm#instantiate}. */
  public RealmFrameDevice() {}

  @Override
  public void start(VringConfig config, GuestMemory memory, RingPosition position) {
    queue = Virtqueue.start(config, memory, position);
  }

  @Override
  public long serve(long frames, int most) {
    long rechecks = 0;
    for (long served = 0; served < frames; ) {
      if (!more) {
        // Polls without a barrier, so that waiting passes no ordering point.
        for (int turn = 0; !queue.hasAvailable(); turn++) {
          Spin.pause(turn);
        }
      }
      served += turn(most);
      more = queue.requestKicks();
      rechecks += more ? 1 : 0;
    }
    return rechecks;
  }

  private int turn(int most) {
    queue.suppressKicks();
    int frames = burst(most);
    if (frames > 0) {
      queue.publish();
      queue.interruptWanted();
    }
    return frames;
  }

  private int burst(int most) {
    int frames = 0;
    while (frames < most && queue.take(chain)) {
      chain.copyOut(0, copy, 0, chain.readableBytes());
      queue.putUsed(chain, 0);
      frames++;
    }
    return frames;
  }
}
