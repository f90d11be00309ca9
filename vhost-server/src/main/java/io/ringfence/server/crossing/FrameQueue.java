package io.ringfence.server.crossing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of a queue from one sender to one receiver. {@link FrameWriter} is the sender's end,
 * {@link FrameReader} the receiver's; each thread creates its own end.
 *
 * <p>No guest can reach this memory, so neither end checks what the other wrote.
 */
final class FrameQueue {
  private final CrossingBarriers barriers;
  private final MemorySegment memory;
  private final int capacity;

  /**
   * @param capacity bytes for records, a power of two from 64 to 2^24
   */
  FrameQueue(CrossingBarriers barriers, Arena arena, int capacity) {
    if (Integer.bitCount(capacity) != 1 || capacity < 64 || capacity > 1 << 24) {
      throw new IllegalArgumentException(
          "queue of %d bytes; allowed are powers of two from 64 to 16777216".formatted(capacity));
    }
    this.barriers = barriers;
    this.capacity = capacity;
    memory = arena.allocate(bytes(capacity), RecordLayout.LINES_BYTES);
  }

  /** Returns the memory of a queue with that capacity, its positions included, in bytes. */
  static long bytes(int capacity) {
    return RecordLayout.RECORDS + capacity;
  }

  CrossingBarriers barriers() {
    return barriers;
  }

  MemorySegment memory() {
    return memory;
  }

  int capacity() {
    return capacity;
  }
}
