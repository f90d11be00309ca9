package io.ringfence.ring;

/** A device that does the two halves of a notification in one go, as near together as they get. */
public interface NotifyingDevice {
  /** Starts on a ring. */
  void start(VringConfig config, GuestMemory memory, RingPosition position);

  /** Takes the one chain that is there, and keeps it. */
  void take();

  /** S5, K3: returns the chain, and says whether the driver wants a call. */
  boolean returnChain();

  /** Looks by itself from here on. */
  void suppressKicks();

  /** S6, K6: asks for kicks, and says whether a chain is there already. */
  boolean requestKicks();
}
