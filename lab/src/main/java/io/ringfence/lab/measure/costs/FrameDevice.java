package io.ringfence.lab.measure.costs;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/** A device of one ring, seen from outside its realm; one thread serves it. */
public interface FrameDevice {
  /** Starts on a ring. */
  void start(VringConfig config, GuestMemory memory, RingPosition position);

  /**
   * Takes, reads and returns so many frames.
   *
   * @param most of them before they are returned and kicks are asked for
   * @return how often the look after kicks were asked for found a frame already
   */
  long serve(long frames, int most);
}
