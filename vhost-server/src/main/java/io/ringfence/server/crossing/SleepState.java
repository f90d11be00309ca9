package io.ringfence.server.crossing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Whether a receiver sleeps, or is about to. The receiver sets it; each sender that published
 * frames reads it. It has a pair of cache lines of its own.
 */
final class SleepState {
  static final int AWAKE = 0;
  static final int ASLEEP = 1;

  private final CrossingBarriers barriers;
  private final MemorySegment word;

  SleepState(CrossingBarriers barriers, Arena arena) {
    this.barriers = barriers;
    word = arena.allocate(RecordLayout.LINES_BYTES, RecordLayout.LINES_BYTES);
  }

  /** For the receiver, which looks at its queues again after this and before it sleeps. */
  void announce() {
    barriers.announceSleep(word);
  }

  /** For the receiver: it is awake, or did not go to sleep. */
  void end() {
    barriers.endSleep(word);
  }

  /** For a sender, after it published: whether it must signal the receiver. */
  boolean claimWakeUp() {
    return barriers.claimWakeUp(word);
  }
}
