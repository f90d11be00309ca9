package io.ringfence.lab.measure.verify;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.testkit.race.RacingDevice;

/** A racing device without a ring yet: created in a realm, used from outside it. */
public interface RingDevice extends RacingDevice {
  /** Starts on a ring. */
  RacingDevice start(VringConfig config, GuestMemory memory, RingPosition position);
}
