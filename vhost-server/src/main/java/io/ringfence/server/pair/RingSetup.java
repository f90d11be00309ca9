package io.ringfence.server.pair;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.os.EventFd;

/**
 * A started ring, as a data path needs it.
 *
 * @param config the ring itself
 * @param position where to go on
 * @param enabled whether frames are to pass; otherwise those sent are discarded and none is
 *     received
 * @param call how the driver is signalled; null where it polls
 * @param counters what is counted
 */
public record RingSetup(
    VringConfig config,
    RingPosition position,
    boolean enabled,
    EventFd call,
    VringCounters counters) {

  /** The same ring from another position on. */
  public RingSetup at(RingPosition newPosition) {
    return new RingSetup(config, newPosition, enabled, call, counters);
  }

  /** The same ring at other addresses. */
  public RingSetup configured(VringConfig newConfig) {
    return new RingSetup(newConfig, position, enabled, call, counters);
  }

  /** The same ring with another call descriptor, or none. */
  public RingSetup signalling(EventFd newCall) {
    return new RingSetup(config, position, enabled, newCall, counters);
  }

  /** The same ring, enabled or disabled. */
  public RingSetup enabled(boolean nowEnabled) {
    return new RingSetup(config, position, nowEnabled, call, counters);
  }
}
