package io.ringfence.benchmarks;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/**
 * A queue's calls as a data path makes them, in code compiled for one barrier policy. Each method
 * does what the one before does, and a stage more; all frames are there already.
 */
public interface Stages {
  /** Begins to serve a ring. */
  void start(VringConfig config, GuestMemory memory, RingPosition position);

  /** Takes heads and walks their chains; the number found. */
  int take(int frames);

  /** And copies so many bytes of each. */
  int copy(int frames, int bytes);

  /** Takes, and writes the used elements. */
  int put(int frames);

  /** And publishes them, once. */
  int publish(int frames);

  /** And asks once whether the driver wants an interrupt. */
  int decide(int frames);

  /** And switches kicks off before, and on again after with a second look. */
  int rest(int frames);
}
