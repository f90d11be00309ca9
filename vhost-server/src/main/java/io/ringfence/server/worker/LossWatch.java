package io.ringfence.server.worker;

import io.ringfence.server.os.CheckInterval;
import java.util.concurrent.TimeUnit;

/** Has the watchdogs of a worker's pairs look for lost notifications, at a pace of its own. */
final class LossWatch {
  private final AttachedPairs pairs;
  private final boolean off;
  private final CheckInterval pace = new CheckInterval();
  private long lastLook = System.nanoTime();

  LossWatch(AttachedPairs pairs, WatchdogMode mode) {
    this.pairs = pairs;
    off = mode == WatchdogMode.OFF;
  }

  /** Whether the time for the next look has come. */
  boolean isDue(long nanoTime) {
    return !off && nanoTime - lastLook >= TimeUnit.MILLISECONDS.toNanos(pace.millis());
  }

  /** Looks at each pair, and activates those that lost a kick. */
  void look(long nanoTime) {
    lastLook = nanoTime;
    pace.looked();
    for (WatchedPair watched : pairs.all()) {
      pairs.touch(watched);
      if (watched.kickWasLost()) {
        pairs.activate(watched);
      }
      if (watched.suspectsLoss()) {
        pace.quicken();
      }
    }
  }

  /** Shortens the time between looks, since pairs have work. */
  void quicken() {
    pace.quicken();
  }

  /** How long an idle worker may sleep, ms; -1 if there is nothing to look at. */
  int longestSleepMillis() {
    return off || pairs.count() == 0 ? -1 : pace.millis();
  }
}
