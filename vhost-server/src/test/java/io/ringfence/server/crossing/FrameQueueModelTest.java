package io.ringfence.server.crossing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations on both ends of a queue against a model: lists of frames, and a rule for when a
 * frame must fit and when it cannot.
 */
class FrameQueueModelTest {
  private static final int STEPS = 200_000;

  private record Frame(int seed, int bytes) {}

  @ParameterizedTest
  @CsvSource({"64,1", "64,2", "128,3", "256,4", "1024,5", "4096,6", "65536,7", "262144,8"})
  void theQueueDoesWhatTheModelDoes(int capacity, long seed) {
    try (var queue = new QueueEnds(capacity)) {
      new Model(queue, capacity, new Random(seed)).run();
    }
  }

  private static final class Model {
    private final QueueEnds queue;
    private final int capacity;
    private final Random random;
    private final List<Frame> reserved = new ArrayList<>();
    private final ArrayDeque<Frame> published = new ArrayDeque<>();
    private final List<Frame> passed = new ArrayList<>(); // and not released
    private int nextSeed;

    Model(QueueEnds queue, int capacity, Random random) {
      this.queue = queue;
      this.capacity = capacity;
      this.random = random;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> reserve();
          case 4 -> publish();
          case 5 -> release();
          case 6 -> rollBackSeldom();
          default -> take();
        }
      }
    }

    private void reserve() {
      int most = random.nextInt(4) == 0 ? capacity / 2 : Math.min(64, capacity / 4);
      var frame = new Frame(nextSeed++, random.nextInt(most));
      boolean fits = queue.add(frame.seed, frame.bytes);
      if (fits) {
        reserved.add(frame);
      }
      long used = bytes(reserved) + bytes(published) + bytes(passed);
      if (fits && used > capacity) {
        throw new AssertionError(used + " bytes in a queue of " + capacity);
      }
      if (!fits && frame.bytes <= capacity / 2 - 8 && used == 0) {
        throw new AssertionError(frame + " refused by an empty queue");
      }
      // Padding is shorter than the frame that did not fit before the end, and there is one gap at
      // most within what is used and one before the new frame.
      if (!fits && used + bytes(List.of(frame)) + 2L * (capacity / 2) <= capacity) {
        throw new AssertionError(frame + " refused with " + used + " bytes used");
      }
    }

    private void publish() {
      queue.writer().publish();
      published.addAll(reserved);
      reserved.clear();
    }

    private void rollBackSeldom() {
      if (random.nextInt(10) == 0) {
        queue.writer().rollBack();
        reserved.clear();
      }
    }

    private void take() {
      if (queue.reader().peek() == published.isEmpty()) {
        throw new AssertionError("peek does not agree with " + published);
      }
      if (!published.isEmpty()) {
        Frame frame = published.poll();
        queue.expect(frame.seed, frame.bytes);
        passed.add(frame);
      }
    }

    private void release() {
      queue.reader().release();
      passed.clear();
    }

    private static long bytes(Iterable<Frame> frames) {
      long sum = 0;
      for (Frame frame : frames) {
        sum += (frame.bytes + 8 + 7) / 8 * 8;
      }
      return sum;
    }
  }
}
