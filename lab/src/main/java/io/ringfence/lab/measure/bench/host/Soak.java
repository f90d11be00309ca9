package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import java.util.List;
import java.util.Locale;

/**
 * A run under Epsilon.
 *
 * @param frames that were carried, each there and back
 * @param heapUsed bytes in use, from the beginning to the end; never less than before
 */
record Soak(long frames, List<Long> heapUsed) {
  /**
   * The smallest object is 16 bytes, and a burst here is of 32 frames: one object for each burst
   * would be half a byte a frame, one for each frame 16. What stays below is housekeeping.
   */
  static final double MOST_BYTES_PER_FRAME = 0.1;

  Soak {
    heapUsed = List.copyOf(heapUsed);
  }

  long first() {
    return heapUsed.getFirst();
  }

  long last() {
    return heapUsed.getLast();
  }

  double bytesPerFrame() {
    return (double) (last() - first()) / frames;
  }

  /**
   * Returns where the heap did not grow with the frames.
   *
   * @throws LabException otherwise, and where no frame was carried
   */
  void check() {
    if (frames == 0) {
      throw new LabException("epsilon: no frame was carried");
    }
    if (bytesPerFrame() > MOST_BYTES_PER_FRAME) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "epsilon: %d frames, and the heap grew from %d to %d bytes, %.3f a frame; %.1f are"
                  + " allowed. A profile of allocations (JFR, jdk.ObjectAllocationSample) says where",
              frames,
              first(),
              last(),
              bytesPerFrame(),
              MOST_BYTES_PER_FRAME));
    }
  }
}
