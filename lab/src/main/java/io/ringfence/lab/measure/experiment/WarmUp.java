package io.ringfence.lab.measure.experiment;

import io.ringfence.lab.kit.process.Progress;
import java.util.List;

/**
 * Runs that are discarded. Each policy has code of its own in the daemon, which the JIT compiles
 * for good after five thousand calls that it has counted, and it begins to count late; what runs
 * once a transaction is then still to be compiled after as many transactions, by threads that take
 * the guest's CPUs. So each policy is run until it has made more than twice that; but never longer
 * than a limit, since a guest under emulation may be slow. What of a warm-up is left shows in the
 * order-of-runs plot.
 */
final class WarmUp {
  private static final int MOST_SECONDS_AT_ONCE = 3;
  private static final int MOST_SECONDS = 15;

  /** Of each policy in each boot. */
  static final int TRANSACTIONS = 12_000;

  private WarmUp() {}

  static void run(RunTaker taker, List<String> policies, int seconds, Progress progress) {
    int atOnce = Math.min(MOST_SECONDS_AT_ONCE, seconds);
    progress.say(
        "warming up: %d transactions under each of %d policies"
            .formatted(TRANSACTIONS, policies.size()));
    for (String policy : policies) {
      double made = 0;
      for (int spent = 0; made < TRANSACTIONS && spent < MOST_SECONDS; spent += atOnce) {
        made += taker.take(0, 0, policy, atOnce).transactions();
      }
    }
  }
}
