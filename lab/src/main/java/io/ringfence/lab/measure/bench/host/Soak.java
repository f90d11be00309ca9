package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import java.util.List;
import java.util.Locale;

/**
 * A run under Epsilon.
 *
 * @param frames that were carried, each out and back
 * @param heapUsed bytes in use, from the beginning to the end; never decreasing
 */
record Soak(long frames, List<Long> heapUsed) {
  /**
   * The smallest object is 16 bytes, and a burst here has 32 frames. One object per burst is half a
   * byte per frame, one per frame is 16. Less than this limit is housekeeping.
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
   * Returns if the heap did not grow with the frames.
   *
   * @throws LabException otherwise, and if no frame was carried
   */
  void check() {
    if (frames == 0) {
      throw new LabException("epsilon: no frame was carried");
    }
    if (bytesPerFrame() > MOST_BYTES_PER_FRAME) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "epsilon: %d frames, and the heap grew from %d to %d bytes, %.3f per "
                  + "frame; allowed are %.1f. A profile of allocations (JFR, "
                  + "jdk.ObjectAllocationSample) shows the place",
              frames,
              first(),
              last(),
              bytesPerFrame(),
              MOST_BYTES_PER_FRAME));
    }
  }
}
