package io.ringfence.benchmarks;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/**
 * A queue's calls as a data path makes them, in code compiled for one barrier policy. Each method
 * adds a stage to the one before. All frames are already available.
 */
public interface Stages {
  /** Starts to serve a ring. */
  void start(VringConfig config, GuestMemory memory, RingPosition position);

  /** Takes heads and walks their chains. Returns the number of frames found. */
  int take(int frames);

  /** Takes, and copies {@code bytes} of each frame. */
  int copy(int frames, int bytes);

  /** Takes, and writes the used elements. */
  int put(int frames);

  /** Puts, and publishes once. */
  int publish(int frames);

  /** Publishes, and asks once whether the driver wants an interrupt. */
  int decide(int frames);

  /** Decides, and disables kicks before and enables them after, with a second poll. */
  int rest(int frames);
}
