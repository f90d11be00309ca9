package io.ringfence.lab.measure.decision;

import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.slices.TransactionCount;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Transactions that were counted from frames against netperf's own count, in every boot. Frames are
 * not transactions: acknowledgements and retransmissions are frames too.
 */
final class Reconciliation {
  private static final double MOST_PERCENT = 1;

  private Reconciliation() {}

  /**
   * Returns whether the counts agree within 1 %; not shown when a boot has none.
   *
   * @param boots that have slices
   */
  static ControlOutcome outcome(List<Integer> boots, List<TransactionCount> counts) {
    List<Integer> counted = counts.stream().map(TransactionCount::boot).toList();
    List<Integer> missing = boots.stream().filter(boot -> !counted.contains(boot)).toList();
    if (!missing.isEmpty()) {
      return outcome("no count of netperf's for boot " + missing, State.NOT_SHOWN);
    }
    TransactionCount worst =
        counts.stream()
            .max(Comparator.comparingDouble(count -> Math.abs(count.percent())))
            .orElseThrow();
    String seen =
        String.format(
            Locale.ROOT,
            "boot %d: %,d from frames, %,d by netperf, %+.2f %%",
            worst.boot(),
            worst.frames(),
            worst.netperf(),
            worst.percent());
    return outcome(seen, Math.abs(worst.percent()) <= MOST_PERCENT ? State.PASSED : State.FAILED);
  }

  private static ControlOutcome outcome(String seen, State state) {
    return new ControlOutcome(
        "transactions", "frames and netperf count the same within 1 %", seen, state);
  }
}
