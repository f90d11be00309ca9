package io.ringfence.testkit.race;

/** The device's half of a {@link NotificationRace}, for one thread. */
public interface RacingDevice {
  /** Takes the one available chain and keeps it. */
  void take();

  /** Returns the kept chain to the ring. Returns whether the driver wants a call for it. */
  boolean returnChain();

  /** Asks for kicks. Returns whether a chain is already available. */
  boolean requestKicks();
}
