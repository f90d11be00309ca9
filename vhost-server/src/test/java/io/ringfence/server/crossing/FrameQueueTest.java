package io.ringfence.server.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue, its two ends in one thread. */
class FrameQueueTest {
  private static final int LARGEST_FRAME = 65553 + 12; // and its virtio-net header

  @Test
  void everySizePassesAtEveryOffsetOfTheRing() {
    int capacity = 512;
    try (var queue = new QueueEnds(capacity)) {
      int largest = capacity / 2 - 8;
      for (int offset = 0; offset < capacity; offset += 8) {
        for (int bytes = 0; bytes <= largest; bytes++) {
          moveTo(queue, offset, capacity);
          passBetweenTwo(queue, bytes);
        }
      }
    }
  }

  /** Passes a frame between two others, so that a record that is too long would be seen. */
  private static void passBetweenTwo(QueueEnds queue, int bytes) {
    assertThat(queue.add(1, 0)).isTrue();
    if (queue.add(bytes, bytes)) {
      boolean last = queue.add(3, 5);
      queue.writer().publish();
      queue.expect(1, 0);
      queue.expect(bytes, bytes);
      if (last) {
        queue.expect(3, 5);
      }
    } else { // beside the first one and the padding, there is no room for the longest
      queue.writer().publish();
      queue.expect(1, 0);
      queue.reader().release();
      assertThat(queue.add(bytes, bytes)).as("%d bytes, nothing else", bytes).isTrue();
      queue.writer().publish();
      queue.expect(bytes, bytes);
    }
    assertThat(queue.reader().peek()).isFalse();
    queue.reader().release();
  }

  /** Makes the next record begin at an offset of the ring, by records of eight bytes. */
  private static void moveTo(QueueEnds queue, int offset, int capacity) {
    for (int step = 0; step <= capacity / 8; step++) {
      assertThat(queue.add(0, 0)).isTrue();
      queue.writer().publish();
      queue.reader().peek();
      long next = queue.reader().offset() - RecordLayout.RECORDS;
      queue.expect(0, 0);
      queue.reader().release();
      if ((next & (capacity - 1)) == offset) {
        return;
      }
    }
    throw new AssertionError("no record began at offset " + offset);
  }

  @ParameterizedTest
  @ValueSource(ints = {CrossingBudget.LEAST_CAPACITY, 1 << 20, CrossingBudget.MOST_CAPACITY})
  void theLargestFramePassesWhereverTheRingStands(int capacity) {
    try (var queue = new QueueEnds(capacity)) {
      for (int i = 0; i < 3 * capacity / 4096; i++) {
        assertThat(queue.add(i, LARGEST_FRAME)).as("frame %d", i).isTrue();
        assertThat(queue.add(-i, 60 + i % 4001)).as("frame %d", i).isTrue();
        queue.writer().publish();
        queue.expect(i, LARGEST_FRAME);
        queue.expect(-i, 60 + i % 4001);
        queue.reader().release();
      }
    }
  }

  @Test
  void aFullQueueRefusesUntilSpaceIsReleased() {
    try (var queue = new QueueEnds(1024)) {
      int frames = 0;
      while (queue.add(frames, 60)) {
        frames++;
      }
      assertThat(frames).isEqualTo(1024 / 72);
      queue.writer().publish();
      queue.expect(0, 60);
      assertThat(queue.add(99, 60)).as("passed, but not released").isFalse();
      queue.reader().release();
      assertThat(queue.add(frames, 60)).isTrue();
      assertThat(queue.add(99, 60)).isFalse();
      queue.writer().publish();
      for (int i = 1; i <= frames; i++) {
        queue.expect(i, 60);
      }
      assertThat(queue.reader().peek()).isFalse();
    }
  }

  @Test
  void aSmallFrameTakesNoMoreThanItsLengthAndEightBytesRoundedUp() {
    try (var queue = new QueueEnds(1 << 18)) {
      int frames = 0;
      while (queue.add(frames, 60)) {
        frames++;
      }
      assertThat(frames).isEqualTo((1 << 18) / 72);
    }
  }

  @Test
  void aFrameLongerThanHalfOfTheQueueIsRefused() {
    try (var queue = new QueueEnds(1024)) {
      assertThat(queue.add(1, 504)).isTrue();
      queue.writer().rollBack();
      assertThat(queue.add(1, 505)).isFalse();
      assertThat(queue.writer().reserve(-1, 0, 0)).isEqualTo(FrameWriter.FULL);
      assertThat(queue.writer().reserve(Integer.MIN_VALUE, 0, 0)).isEqualTo(FrameWriter.FULL);
      assertThat(queue.writer().reserve(Integer.MAX_VALUE, 0, 0)).isEqualTo(FrameWriter.FULL);
    }
  }

  @Test
  void aBatchIsSeenWhenItIsPublishedAndNotBefore() {
    try (var queue = new QueueEnds(1024)) {
      for (int i = 0; i < 5; i++) {
        queue.add(i, 100);
        assertThat(queue.reader().peek()).isFalse();
      }
      queue.writer().publish();
      for (int i = 0; i < 5; i++) {
        queue.expect(i, 100);
      }
      assertThat(queue.reader().peek()).isFalse();
    }
  }

  @Test
  void theCurrentFrameStaysUntilItIsPassed() {
    try (var queue = new QueueEnds(1024)) {
      queue.add(7, 100);
      queue.writer().publish();
      for (int look = 0; look < 3; look++) {
        assertThat(queue.reader().peek()).isTrue();
        QueueEnds.expectCurrent(queue.reader(), 7, 100);
        queue.reader().release();
      }
      queue.reader().advance();
      assertThat(queue.reader().peek()).isFalse();
    }
  }

  /** At each offset, so that padding is withdrawn, too. */
  @Test
  void whatIsRolledBackIsNeverSeenAndTakesNoRoom() {
    try (var queue = new QueueEnds(512)) {
      for (int i = 0; i < 1000; i++) {
        assertThat(queue.add(i, 24)).isTrue();
        queue.writer().publish();
        assertThat(queue.add(-1, 200)).isTrue();
        assertThat(queue.add(-2, 20)).isTrue();
        queue.writer().rollBack();
        assertThat(queue.add(i + 1, 100)).isTrue();
        queue.writer().publish();
        queue.expect(i, 24);
        queue.expect(i + 1, 100);
        assertThat(queue.reader().peek()).isFalse();
        queue.reader().release();
      }
    }
  }

  @Test
  void flagsOfMoreThanEightBitsAreRefused() {
    try (var queue = new QueueEnds(1024)) {
      assertThatThrownBy(() -> queue.writer().reserve(60, 1, 0x100))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("flags 0x100; allowed are 8 bits");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 100, 1 << 25, Integer.MIN_VALUE})
  void aQueueOfAnotherSizeIsRefused(int capacity) {
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> new FrameQueue(CrossingBarriers.ALL, arena, capacity))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("queue of %d bytes; allowed are powers of two from 64 to 16777216", capacity);
    }
  }
}
