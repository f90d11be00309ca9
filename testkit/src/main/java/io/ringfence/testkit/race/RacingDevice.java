package io.ringfence.testkit.race;

/** The device's half of a {@link NotificationRace}, for one thread. */
public interface RacingDevice {
  /** Takes the one chain that is there, and keeps it. */
  void take();

  /** Returns the chain that is kept, and says whether the driver wants a call for it. */
  boolean returnChain();

  /** Asks for kicks, and says whether a chain is there already. */
  boolean requestKicks();
}
