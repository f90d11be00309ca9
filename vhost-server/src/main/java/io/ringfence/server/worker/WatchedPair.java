package io.ringfence.server.worker;

import io.ringfence.server.net.RingFault;
import io.ringfence.server.net.RingRole;
import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import java.util.EnumMap;
import java.util.Map;

/**
 * A queue pair and its descriptors in the worker's epoll set. The port is watched only while there
 * are buffers for its frames, since it stays readable as long as one waits.
 */
final class WatchedPair {
  private final int id;
  private final QueuePair pair;
  private final Epoll epoll;
  private final Watchdog watchdog; // null where nobody looks
  private final Map<RingRole, EventFd> kicks = new EnumMap<>(RingRole.class);
  private Fd port;
  private boolean active;

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

  /** Marks as having work; false where it was marked before. */
  boolean activate() {
    boolean was = active;
    active = true;
    return !was;
  }

  /** Marks as idle, and watches what can end that. */
  void deactivate() {
    active = false;
    watchPort(pair.wantsPort());
  }

  /** Whether a pair that rests is to be served, since a kick was lost. */
  boolean kickWasLost() {
    try {
      return watchdog != null && !active && watchdog.look();
    } catch (RingFault e) {
      pair.breakRing(e);
      return false;
    }
  }

  /** Watches a ring's kick descriptor, in place of the one before; null for none. */
  void watchKick(RingRole role, EventFd kick) {
    EventFd before = kicks.get(role);
    if (before == kick) {
      return;
    }
    if (kick != null) { // which the kernel may refuse; then the one before stays
      int change = kick.isCounter() ? Epoll.EDGE_TRIGGERED : 0;
      epoll.add(kick.fd(), Epoll.IN | change, EventToken.kick(id, role));
    }
    if (before != null) {
      epoll.remove(before.fd());
    }
    kicks.put(role, kick);
  }

  /** Takes note of a kick. A pipe whose writer has gone is readable for ever, and left alone. */
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
