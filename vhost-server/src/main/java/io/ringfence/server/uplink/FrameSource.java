package io.ringfence.server.uplink;

/**
 * The origin of received frames: the counterpart of {@link FrameSink}. A source belongs to one data
 * path and puts its frames into that path's receive ring.
 */
public interface FrameSource {
  /** The source of an uplink without frames of its own. */
  FrameSource NONE = budget -> 0;

  /**
   * Moves frames from the uplink into the receive ring, publishes them and decides on the
   * interrupt.
   *
   * @param budget the most frames to move
   * @return frames moved
   * @throws io.ringfence.ring.BrokenRingException if the driver broke the receive ring
   */
  int receive(int budget);
}
