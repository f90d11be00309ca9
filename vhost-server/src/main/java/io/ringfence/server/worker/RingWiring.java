package io.ringfence.server.worker;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.pair.VringCounters;

/**
 * The descriptors of a ring, which its session owns.
 *
 * @param kick readable when the driver added chains; null where the ring is polled
 * @param call how the driver is signalled; null where it polls
 * @param err signalled when the ring breaks; null where nobody asked
 * @param counters what is counted
 */
public record RingWiring(EventFd kick, EventFd call, EventFd err, VringCounters counters) {
  /** The same with another kick descriptor. */
  public RingWiring kickedBy(EventFd newKick) {
    return new RingWiring(newKick, call, err, counters);
  }

  /** The same with another call descriptor. */
  public RingWiring calling(EventFd newCall) {
    return new RingWiring(kick, newCall, err, counters);
  }

  /** The same with another err descriptor. */
  public RingWiring failingTo(EventFd newErr) {
    return new RingWiring(kick, call, newErr, counters);
  }
}
