package io.ringfence.server.worker;

import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingRole;
import java.util.EnumSet;
import java.util.Set;

/**
 * Looks for work of one queue pair without a notification. A notification that is only late must
 * not count as lost: a stall counts when two looks in a row find it, the rings not having moved
 * between, and it counts once.
 */
final class Watchdog {
  private final QueuePair pair;
  private final boolean rescues;
  private final Set<RingRole> kicksSuspected = EnumSet.noneOf(RingRole.class);
  private final Set<RingRole> callsSuspected = EnumSet.noneOf(RingRole.class);
  private final Set<RingRole> kicksCounted = EnumSet.noneOf(RingRole.class);
  private final Set<RingRole> callsCounted = EnumSet.noneOf(RingRole.class);
  private long progress = -1;

  Watchdog(QueuePair pair, boolean rescues) {
    this.pair = pair;
    this.rescues = rescues;
  }

  /**
   * Takes a look at a pair that rests.
   *
   * @return whether the pair needs a turn although no kick came
   */
  boolean look() {
    long before = progress;
    progress = pair.rings().progress();
    if (progress != before) {
      kicksSuspected.clear();
      callsSuspected.clear();
      kicksCounted.clear();
      callsCounted.clear();
    }
    boolean serve = false;
    for (RingRole role : RingRole.values()) {
      if (isLost(pair.path().kickOwed(role), role, kicksSuspected, kicksCounted)) {
        pair.rings().wiring(role).counters().add(RingCounter.LOST_KICKS, 1);
        serve |= rescues;
      }
      if (isLost(pair.path().callOwed(role), role, callsSuspected, callsCounted)) {
        pair.rings().wiring(role).counters().add(RingCounter.LOST_CALLS, 1);
        if (rescues) {
          pair.rings().wiring(role).signalCall();
        }
      }
    }
    return serve;
  }

  /** Whether the last look found what counts as a loss if the next look finds it too. */
  boolean suspects() {
    return !kicksCounted.containsAll(kicksSuspected) || !callsCounted.containsAll(callsSuspected);
  }

  /** Whether what is owed was owed at the last look too, and has not been counted yet. */
  private static boolean isLost(
      boolean owed, RingRole role, Set<RingRole> suspected, Set<RingRole> counted) {
    if (!owed) {
      suspected.remove(role);
      counted.remove(role);
      return false;
    }
    return !suspected.add(role) && counted.add(role);
  }
}
