package io.ringfence.lab.verify;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.testkit.RacingDevice;

/** A racing device that is yet to be put on a ring: made in a realm, used from outside it. */
public interface RingDevice extends RacingDevice {
  /** Starts on a ring. */
  RacingDevice start(VringConfig config, GuestMemory memory, RingPosition position);
}
