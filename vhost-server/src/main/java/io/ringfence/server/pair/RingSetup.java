package io.ringfence.server.pair;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.os.EventFd;

/**
 * The configuration of a started ring for a data path.
 *
 * @param config the ring itself
 * @param position the position from which the path continues
 * @param enabled whether frames pass; otherwise transmitted frames are discarded and none is
 *     received
 * @param call the eventfd that signals the driver; null if the driver polls
 * @param counters the ring's counters
 */
public record RingSetup(
    VringConfig config,
    RingPosition position,
    boolean enabled,
    EventFd call,
    VringCounters counters) {

  /** Returns this ring at another position. */
  public RingSetup at(RingPosition newPosition) {
    return new RingSetup(config, newPosition, enabled, call, counters);
  }

  /** Returns this ring at other addresses. */
  public RingSetup configured(VringConfig newConfig) {
    return new RingSetup(newConfig, position, enabled, call, counters);
  }

  /** Returns this ring with another call descriptor; null for none. */
  public RingSetup signalling(EventFd newCall) {
    return new RingSetup(config, position, enabled, newCall, counters);
  }

  /** Returns this ring, enabled or disabled. */
  public RingSetup enabled(boolean nowEnabled) {
    return new RingSetup(config, position, nowEnabled, call, counters);
  }
}
