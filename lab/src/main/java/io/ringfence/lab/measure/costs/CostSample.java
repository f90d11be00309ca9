package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.statistics.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Figures by block. A fork's value is the median of its blocks, which a few disturbed blocks do not
 * move.
 */
final class CostSample {
  private final CostDesign design;
  private final SortedMap<Long, Map<CostCell, CostRun>> blocks = new TreeMap<>();

  CostSample(CostExperiment experiment) {
    design = experiment.design();
    for (CostRun run : experiment.runs()) {
      long key = ((long) run.fork() << 32) + run.block();
      blocks.computeIfAbsent(key, any -> new java.util.HashMap<>()).put(run.cell(), run);
    }
  }

  /** Returns the units of the statistics: a figure of every block, or the medians of the forks. */
  double[] units(ToDoubleFunction<Map<CostCell, CostRun>> figure) {
    SortedMap<Integer, List<Double>> forks = new TreeMap<>();
    blocks.forEach((key, block) ->
        forks
            .computeIfAbsent((int) (key >>> 32), any -> new ArrayList<>())
            .add(figure.applyAsDouble(block)));
    if (!design.forkIsUnit()) {
      return forks.values().stream()
          .flatMap(List::stream)
          .mapToDouble(Double::doubleValue)
          .toArray();
    }
    return forks.values().stream().mapToDouble(Median::of).toArray();
  }

  /** Returns the typical share of second polls that found work. */
  double rechecks(CostCell cell) {
    return Median.of(blocks.values().stream().map(block -> block.get(cell).rechecks()).toList());
  }
}
