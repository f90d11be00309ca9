package io.ringfence.server.worker;

import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingRole;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A queue pair and its descriptors in the worker's epoll set. The port is watched only while there
 * are buffers for its frames, since it stays readable as long as one waits.
 */
final class WatchedPair {
  private final int id;
  private final QueuePair pair;
  private final Epoll epoll;
  private final Watchdog watchdog; // null if it is off
  private final Map<RingRole, EventFd> kicks = new EnumMap<>(RingRole.class);
  private Fd port;
  private boolean active;
  private boolean suspended;

  WatchedPair(int id, QueuePair pair, Epoll epoll, WatchdogMode watchdog) {
    this.id = id;
    this.pair = pair;
    this.epoll = epoll;
    this.watchdog =
        watchdog == WatchdogMode.OFF ? null : new Watchdog(pair, watchdog == WatchdogMode.RESCUE);
  }

  QueuePair pair() {
    return pair;
  }

  boolean isSuspended() {
    return suspended;
  }

  /** Marks as active. Returns false if it was active before, or is suspended. */
  boolean activate() {
    boolean was = active;
    active = !suspended;
    return !was && active;
  }

  /** Stops the rings, and watches nothing until {@link #resume}. */
  void suspend() {
    pair.path().suspend();
    suspended = true;
    active = false;
    watchPort(false);
    kicks.values().stream().filter(Objects::nonNull).forEach(kick -> epoll.remove(kick.fd()));
  }

  /** Watches again. Kicks that came meanwhile raise no event, so the rings need a turn. */
  void resume() {
    if (!suspended) {
      return;
    }
    suspended = false;
    kicks.forEach(this::add);
    pair.path().resume();
  }

  /** Marks as resting, and watches the port if its frames are wanted. */
  void deactivate() {
    active = false;
    watchPort(pair.path().wantsPort());
  }

  /**
   * Takes the look of the watchdog. Returns whether a resting pair lost a kick and needs a turn.
   */
  boolean kickWasLost() {
    try {
      return watchdog != null && !active && !suspended && watchdog.look();
    } catch (RingFault e) {
      pair.path().breakRing(e);
      return false;
    }
  }

  /** Whether a notification may have been lost, which another look decides. */
  boolean suspectsLoss() {
    return watchdog != null && !suspended && watchdog.suspects();
  }

  /** Watches a ring's kick descriptor, in place of the one before; null for none. */
  void watchKick(RingRole role, EventFd kick) {
    EventFd before = kicks.get(role);
    if (before == kick) {
      return;
    }
    if (!suspended) {
      add(role, kick); // which the kernel may refuse; then the one before stays
      if (before != null) {
        epoll.remove(before.fd());
      }
    }
    kicks.put(role, kick);
  }

  private void add(RingRole role, EventFd kick) {
    if (kick != null) {
      int change = kick.isCounter() ? Epoll.EDGE_TRIGGERED : 0;
      epoll.add(kick.fd(), Epoll.IN | change, EventToken.kick(id, role));
    }
  }

  /** Handles a kick. A pipe whose writer has gone stays readable, and is watched no more. */
  void kicked(RingRole role) {
    if (!pair.kicked(role)) {
      watchKick(role, null);
    }
  }

  private void watchPort(boolean wanted) {
    Fd fd = wanted ? pair.portFd() : null;
    if (fd == port) {
      return;
    }
    if (port != null) {
      epoll.remove(port);
    }
    if (fd != null) {
      epoll.add(fd, Epoll.IN, EventToken.port(id));
    }
    port = fd;
  }

  void unwatchAll() {
    watchKick(RingRole.RX, null);
    watchKick(RingRole.TX, null);
    watchPort(false);
  }
}
