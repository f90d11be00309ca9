package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Median;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Slices that cost much more than their transactions typically do.
 *
 * <p>A slice stalled when it spent over {@value #TIMES} times what its transactions and one more
 * typically take. Typical is the median of the slices around it, of all arms. What it spent beyond
 * that is lost. The rule depends on no unit and no guest, and was fixed before any data.
 *
 * <p>The time of a stall counts under the arms under which it passed. A stall that outlasts its
 * slice is thus shared with the arms that follow.
 *
 * @param count of stalled slices
 * @param slices of the policy
 * @param lost nanoseconds of time or CPU, depending on the metric
 * @param cost nanoseconds that all slices spent
 */
record Stalls(int count, int slices, double lost, double cost) {
  static final int TIMES = 4;
  private static final int NEIGHBOURS = 16;
  private static final Stalls NONE = new Stalls(0, 0, 0, 0);

  /** Returns each policy's stalls; {@code slices} are in the order in which they ran. */
  static Map<String, Stalls> byPolicy(List<Slice> slices, SliceMetric metric) {
    Map<String, Stalls> all = new HashMap<>();
    List<Slice> around = new ArrayList<>();
    for (Slice slice : slices) {
      boolean far =
          !around.isEmpty()
              && (around.getFirst().boot() != slice.boot()
                  || around.size() >= NEIGHBOURS && around.getLast().block() != slice.block());
      if (far) {
        add(all, around, metric);
        around.clear();
      }
      around.add(slice);
    }
    add(all, around, metric);
    return all;
  }

  private static void add(Map<String, Stalls> all, List<Slice> around, SliceMetric metric) {
    double[] costs =
        around.stream()
            .filter(slice -> slice.transactions() > 0)
            .mapToDouble(slice -> (double) metric.cost(slice) / slice.transactions())
            .toArray();
    if (costs.length == 0) {
      return;
    }
    double typical = Median.of(costs);
    for (Slice slice : around) {
      all.merge(slice.policy(), NONE.plus(slice, metric.cost(slice), typical), Stalls::plus);
    }
  }

  private Stalls plus(Slice slice, double spent, double typical) {
    boolean stalled = spent > TIMES * typical * (slice.transactions() + 1);
    double beyond = stalled ? spent - typical * slice.transactions() : 0;
    return plus(new Stalls(stalled ? 1 : 0, 1, beyond, spent));
  }

  private Stalls plus(Stalls other) {
    return new Stalls(
        count + other.count, slices + other.slices, lost + other.lost, cost + other.cost);
  }

  /** Returns the cost of stalls in percent of the total cost. */
  double percent() {
    return cost == 0 ? 0 : 100 * lost / cost;
  }
}
