package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.measure.experiment.Run;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Figures block by block. Policies are compared by the logarithm of the ratio of two runs of one
 * block. It is symmetric, unlike a difference in percent: under heavy noise neither of two equal
 * policies looks better.
 */
final class Pairs {
  private Pairs() {}

  /** Returns the runs of every block by policy, in the order of the blocks. */
  static List<SortedMap<String, Run>> blocks(List<Run> runs) {
    SortedMap<Long, SortedMap<String, Run>> blocks = new TreeMap<>();
    for (Run run : runs) {
      long key = ((long) run.boot() << 32) + run.block();
      blocks.computeIfAbsent(key, any -> new TreeMap<>()).put(run.policy(), run);
    }
    return List.copyOf(blocks.values());
  }

  /**
   * Returns ln(policy / reference) of every block in which both ran.
   *
   * @return empty if a figure is missing or not positive
   */
  static Optional<List<Difference>> logRatios(
      List<Run> runs, String reference, String policy, Metric metric) {
    return perBlock(
        runs,
        List.of(reference, policy),
        block -> Math.log(block.get(policy).figure(metric) / block.get(reference).figure(metric)));
  }

  /**
   * Returns a figure of the blocks in which all of {@code policies} ran; empty if one is not
   * finite.
   */
  static Optional<List<Difference>> perBlock(
      List<Run> runs, List<String> policies, ToDoubleFunction<SortedMap<String, Run>> figure) {
    List<Difference> differences =
        blocks(runs).stream()
            .filter(block -> block.keySet().containsAll(policies))
            .map(block ->
                new Difference(block.get(policies.getFirst()).boot(), figure.applyAsDouble(block)))
            .toList();
    return differences.isEmpty()
            || differences.stream().anyMatch(each -> !Double.isFinite(each.value()))
        ? Optional.empty()
        : Optional.of(differences);
  }

  /** Returns the units of the statistics: blocks, or the means of boots. */
  static double[] units(List<Difference> differences, boolean bootIsUnit) {
    if (!bootIsUnit) {
      return differences.stream().mapToDouble(Difference::value).toArray();
    }
    SortedMap<Integer, List<Difference>> boots = byBoot(differences);
    return boots.values().stream()
        .mapToDouble(boot -> boot.stream().mapToDouble(Difference::value).average().orElseThrow())
        .toArray();
  }

  /** Returns the differences of every boot. */
  static SortedMap<Integer, List<Difference>> byBoot(List<Difference> differences) {
    SortedMap<Integer, List<Difference>> boots = new TreeMap<>();
    for (Difference difference : differences) {
      boots.computeIfAbsent(difference.boot(), any -> new java.util.ArrayList<>()).add(difference);
    }
    return boots;
  }

  /** A figure of one block of a boot. */
  record Difference(int boot, double value) {}
}
