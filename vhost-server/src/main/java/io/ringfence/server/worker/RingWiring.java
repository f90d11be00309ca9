package io.ringfence.server.worker;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.OsException;
import io.ringfence.server.pair.VringCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptors of a ring, which its session owns.
 *
 * @param kick readable when the driver added chains; null if the ring is polled
 * @param call how the driver is signalled; null if it polls
 * @param err signalled when the ring breaks; null if nobody asked
 * @param counters the counters of the ring
 */
public record RingWiring(EventFd kick, EventFd call, EventFd err, VringCounters counters) {
  private static final Logger LOG = LoggerFactory.getLogger(RingWiring.class);

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

  /** Signals the driver, unless it polls. */
  void signalCall() {
    signal(call);
  }

  /** Signals that the ring broke, if the front-end asked for it. */
  void signalErr() {
    signal(err);
  }

  private static void signal(EventFd descriptor) {
    try {
      if (descriptor != null) {
        descriptor.signal();
      }
    } catch (OsException e) {
      LOG.warn("descriptor cannot be signalled: {}", e.getMessage());
    }
  }
}
