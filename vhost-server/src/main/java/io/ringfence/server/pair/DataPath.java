package io.ringfence.server.pair;

/**
 * The data path of a queue pair, in code compiled for one barrier policy. A worker calls it once
 * per burst, never per frame.
 */
public interface DataPath {
  /**
   * Moves frames from the driver to the uplink.
   *
   * @param budget the most frames to move
   * @return frames moved
   * @throws RingFault if a ring broke; a new path must then be built without it
   */
  int transmit(int budget);

  /** Moves frames from the uplink to the driver; otherwise as {@link #transmit}. */
  int receive(int budget);

  /**
   * Requests kicks for all work, before the worker sleeps.
   *
   * @return whether work has already come, so that the worker must not sleep
   * @throws RingFault if a ring broke
   */
  boolean rest();

  /** Returns whether frames from the uplink wait for the driver to post buffers. */
  boolean starved();

  /**
   * Returns whether a ring has work while the device waits for a kick: chains to send, or buffers
   * for waiting frames. The loads are not ordered: for the watchdog.
   *
   * @throws RingFault if the ring's memory is gone
   */
  boolean kickOwed(RingRole role);

  /** Returns whether a ring's driver waits for a call that was not made; for the watchdog. */
  boolean callOwed(RingRole role);

  /** Gives unused chains back to the rings. The path must not be used afterwards. */
  void stop();

  /** Returns the state of the rings after {@link #stop}, for a path that replaces this one. */
  PathState state();
}
