package io.ringfence.server.worker;

/**
 * What a worker repeats: commands, what is due by the clock, then a burst of each pair. A turn does
 * not wait; the worker's {@link IdleStrategy} does, between two turns.
 */
final class DutyCycle {
  private final CommandQueue commands;
  private final AttachedPairs pairs;
  private final ServedPolicy policy;
  private final LossWatch losses;
  private final boolean polls;

  DutyCycle(
      CommandQueue commands,
      AttachedPairs pairs,
      ServedPolicy policy,
      LossWatch losses,
      WorkerMode mode) {
    this.commands = commands;
    this.pairs = pairs;
    this.policy = policy;
    this.losses = losses;
    polls = mode == WorkerMode.POLL;
  }

  /**
   * Runs one turn.
   *
   * @return pairs that may have more work at once
   */
  int doWork() {
    commands.run();
    doWhatIsDue(System.nanoTime());
    return polls ? pollAll() : serveActive();
  }

  /** Between two bursts: all that has a deadline. It limits {@link #longestSleepMillis} too. */
  private void doWhatIsDue(long nanoTime) {
    policy.turn(nanoTime);
    if (losses.isDue(nanoTime)) {
      losses.look(nanoTime);
    }
  }

  /** How long the worker may sleep before the next turn, ms; -1 for no limit. */
  int longestSleepMillis() {
    return sooner(losses.longestSleepMillis(), policy.longestSleepMillis());
  }

  private static int sooner(int millis, int otherMillis) {
    return millis < 0 || otherMillis < 0
        ? Math.max(millis, otherMillis) // -1 is no limit
        : Math.min(millis, otherMillis);
  }

  /**
   * Serves the active pairs. One that has moved less than its budget has nothing left: it rests
   * without another look.
   */
  private int serveActive() {
    int turns = pairs.countActive();
    if (turns > 0) {
      losses.quicken();
    }
    for (; turns > 0; turns--) {
      WatchedPair watched = pairs.nextTurn();
      ServedPath path = watched.pair().path();
      if (path.work() || !path.rested()) {
        pairs.turnAgain(watched);
      } else {
        watched.deactivate();
      }
    }
    return pairs.countActive();
  }

  /** Looks at the rings of all pairs, whether or not they were kicked. */
  private int pollAll() {
    int busy = 0;
    for (WatchedPair watched : pairs.all()) {
      if (!watched.isSuspended()) {
        pairs.touch(watched);
        busy += watched.pair().path().poll() > 0 ? 1 : 0;
      }
    }
    return busy;
  }
}
