package io.ringfence.server.worker;

import io.ringfence.server.pair.RingRole;

/**
 * What an epoll event was about, as the 64 bits that epoll carries.
 *
 * <pre>
 *   0-1  0 receive kick, 1 transmit kick, 2 port      2-33  number of the pair      -1  wake-up
 * </pre>
 */
final class EventToken {
  static final long WAKEUP = -1;
  private static final int PORT = 2;

  private EventToken() {}

  static long kick(int pair, RingRole role) {
    return (long) pair << 2 | role.ordinal();
  }

  static long port(int pair) {
    return (long) pair << 2 | PORT;
  }

  static int pair(long token) {
    return (int) (token >>> 2);
  }

  static boolean isPort(long token) {
    return (token & 3) == PORT;
  }

  static RingRole role(long token) {
    return (token & 3) == 0 ? RingRole.RX : RingRole.TX;
  }
}
