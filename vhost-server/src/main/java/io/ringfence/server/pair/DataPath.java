package io.ringfence.server.pair;

import io.ringfence.ring.RingPosition;

/**
 * The way of a queue pair's frames, in code compiled for one barrier policy. A worker calls it once
 * a burst; what happens within a burst never crosses this interface.
 */
public interface DataPath {
  /**
   * Moves frames from the driver to the uplink.
   *
   * @param budget the most frames to move
   * @return frames moved
   * @throws RingFault where a ring broke; the path goes on without it only when built anew
   */
  int transmit(int budget);

  /** Moves frames from the uplink to the driver; otherwise as {@link #transmit}. */
  int receive(int budget);

  /**
   * Asks the driver to kick for whatever could bring work, before the worker sleeps.
   *
   * @return whether work came meanwhile, so that the worker must not sleep
   * @throws RingFault where a ring broke
   */
  boolean rest();

  /** Whether frames from the uplink wait for the driver to post buffers. */
  boolean starved();

  /**
   * Whether a ring has work for which the device waits to be kicked: chains to send, or buffers for
   * frames that wait. A look without any barrier, for the watchdog.
   *
   * @throws RingFault where the ring's memory went away
   */
  boolean kickOwed(RingRole role);

  /** Whether a ring's driver waits for a call that was not made; likewise. */
  boolean callOwed(RingRole role);

  /** Gives back what was taken and not used; the path is not used after it. */
  void stop();

  /**
   * What the path knows of its rings, after {@link #stop}: for a path that goes on in its place.
   */
  PathState state();

  /** Where the receive ring stands, after {@link #stop}; null where there is none. */
  RingPosition receivePosition();

  /** Where the transmit ring stands, after {@link #stop}; null where there is none. */
  RingPosition transmitPosition();
}
