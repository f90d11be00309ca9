package io.ringfence.server.datapath;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.queue.Virtqueue;

/**
 * Realm code: the frames of a burst, all taken from the ring before the first of them is sent, and
 * returned to it a lap at a time. The driver's core wrote their descriptors last, whose cache lines
 * come together so, not one after the other.
 */
final class TransmitWindow {
  /** The most frames of a burst. */
  static final int MOST = 32;

  /** Descriptors that are as much work as a frame of few: so many cost one frame of the budget. */
  private static final int STEPS_PER_FRAME = 64;

  private final Virtqueue queue;
  private final Chain[] frames = new Chain[MOST];
  private int count;
  private int next; // the first that is not done
  private int returned; // those before it are the driver's again
  private BrokenRingException fault; // behind the frames that were taken

  TransmitWindow(Virtqueue queue) {
    this.queue = queue;
    for (int i = 0; i < MOST; i++) {
      frames[i] = new Chain();
    }
  }

  /**
   * Takes frames until they cost so much, each 1 and its {@link #surcharge}; {@link #MOST} is the
   * most.
   *
   * @return how many
   */
  int fill(int most) {
    count = 0;
    next = 0;
    returned = 0;
    fault = null;
    try {
      int spent = 0;
      while (spent < most && queue.take(frames[count])) {
        spent += 1 + surcharge(frames[count++].steps());
      }
    } catch (BrokenRingException e) {
      fault = e;
    }
    return count;
  }

  /** What so many descriptors cost beyond the frames that they are of, in frames. */
  static int surcharge(int steps) {
    return steps / STEPS_PER_FRAME;
  }

  boolean hasNext() {
    return next < count;
  }

  /** The oldest frame that is not done. */
  Chain next() {
    return frames[next];
  }

  /** The frames of the burst; those that are not done are {@link #left} from {@link #first} on. */
  Chain[] frames() {
    return frames;
  }

  int first() {
    return next;
  }

  int left() {
    return count - next;
  }

  /** Says that the oldest frame is done. */
  void done() {
    next++;
  }

  /** Returns the frames that are done to the driver. */
  void returnDone() {
    while (returned < next) {
      queue.putUsed(frames[returned++], 0);
    }
  }

  /** Gives what is not done back to the ring, for another time. */
  void release() {
    while (count > next) {
      queue.giveBack(frames[--count]);
      fault = null; // it will be met again
    }
  }

  /**
   * To be asked when the frames are done.
   *
   * @throws BrokenRingException where the driver broke the ring behind them
   */
  void check() {
    if (fault != null) {
      throw fault;
    }
  }
}
