package io.ringfence.ring;

import io.ringfence.testkit.race.RacingDevice;

/** A device that does the two halves of a notification in one go, as near together as they get. */
public interface NotifyingDevice extends RacingDevice {
  /** Starts on a ring. */
  void start(VringConfig config, GuestMemory memory, RingPosition position);
}
