package io.ringfence.server.crossing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The sleep state of a receiver: it sleeps or is about to, or it is awake. The receiver sets it;
 * each sender that published frames reads it. It has its own pair of cache lines.
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

  /** Announces sleep, by the receiver, which checks its queues again before it sleeps. */
  void announce() {
    barriers.announceSleep(word);
  }

  /** Ends the announcement, by the receiver. */
  void end() {
    barriers.endSleep(word);
  }

  /** Returns, to a sender that has published, whether it must signal the receiver. */
  boolean claimWakeUp() {
    return barriers.claimWakeUp(word);
  }
}
