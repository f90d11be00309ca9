package io.ringfence.lab.measure.costs;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/** A device of one ring, seen from outside its realm; one thread serves it. */
public interface FrameDevice {
  /** Starts on a ring. */
  void start(VringConfig config, GuestMemory memory, RingPosition position);

  /**
   * Takes, reads and returns {@code frames} frames.
   *
   * @param most frames taken before they are returned and kicks are requested
   * @return how often the poll after a kick request found a frame
   */
  long serve(long frames, int most);
}
