package io.ringfence.server.datapath;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.queue.Virtqueue;

/**
 * Realm code: the frames of a burst. They are all taken from the ring before the first is sent, and
 * are returned to it batch by batch. The driver's core wrote their descriptors last. If they are
 * taken together, the loads of their cache lines overlap.
 */
final class TransmitWindow {
  /** The most frames of a burst. */
  static final int MOST = 32;

  /** Descriptors that cost as much of the budget as one frame. */
  private static final int STEPS_PER_FRAME = 64;

  private final Virtqueue queue;
  private final Chain[] frames = new Chain[MOST];
  private int count;
  private int next; // the oldest frame that is not done
  private int returned; // frames before it were returned to the driver
  private BrokenRingException fault; // after the frames that were taken

  TransmitWindow(Virtqueue queue) {
    this.queue = queue;
    for (int i = 0; i < MOST; i++) {
      frames[i] = new Chain();
    }
  }

  /**
   * Takes frames until their cost reaches {@code most}. Each costs 1 and its {@link #surcharge}.
   *
   * @param most up to {@link #MOST}
   * @return frames taken
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

  /** Returns what descriptors cost in addition to their frame, in frames. */
  static int surcharge(int steps) {
    return steps / STEPS_PER_FRAME;
  }

  boolean hasNext() {
    return next < count;
  }

  /** Returns the oldest frame that is not done. */
  Chain next() {
    return frames[next];
  }

  /** Returns the frames of the burst; from {@link #first} on, {@link #left} are not done. */
  Chain[] frames() {
    return frames;
  }

  int first() {
    return next;
  }

  int left() {
    return count - next;
  }

  /** Marks the oldest frame as done. */
  void done() {
    next++;
  }

  /** Returns the done frames to the driver. */
  void returnDone() {
    while (returned < next) {
      queue.putUsed(frames[returned++], 0);
    }
  }

  /** Gives the frames that are not done back to the ring. */
  void release() {
    while (count > next) {
      queue.giveBack(frames[--count]);
      fault = null; // the next fill meets it again
    }
  }

  /**
   * Throws the fault that {@link #fill} met. The caller calls it when the frames are done.
   *
   * @throws BrokenRingException if the driver broke the ring after them
   */
  void check() {
    if (fault != null) {
      throw fault;
    }
  }
}
