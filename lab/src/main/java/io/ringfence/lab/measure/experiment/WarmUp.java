package io.ringfence.lab.measure.experiment;

import io.ringfence.lab.kit.process.Progress;
import java.util.List;

/**
 * Runs that are discarded. Each policy has its own code in the daemon. C2 compiles a method after
 * about five thousand counted calls, and counting begins late. Code that runs once per transaction
 * is thus still not compiled after five thousand transactions, and compiler threads take the
 * guest's CPUs. So each policy runs more than twice as many transactions. The duration has a limit,
 * since an emulated guest may be slow. The order-of-runs plot shows whether a warm-up was too
 * short.
 */
final class WarmUp {
  private static final int MOST_SECONDS_AT_ONCE = 3;
  private static final int MOST_SECONDS = 15;

  /** Transactions of each policy in each boot. */
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
