package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.statistics.Decision;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Line;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.measure.experiment.Run;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/**
 * The cost of extra fences, from a straight line through the doses of each block.
 *
 * @param percent the increase of a transaction's time by 1000 fences at each store-load point; from
 *     the logarithm of the time, since the noise of a busy machine is multiplicative
 * @param cpuNanos the daemon's CPU time for one fence at every store-load point, ns per transaction
 */
public record DoseSlope(Interval percent, Interval cpuNanos) {
  private static final String DOSE = "dose:";

  /** Returns the slope; empty if fewer than two doses ran. */
  static Optional<DoseSlope> of(Design design, List<Run> runs) {
    List<String> doses =
        runs.stream()
            .map(Run::policy)
            .filter(policy -> policy.startsWith(DOSE))
            .distinct()
            .sorted()
            .toList();
    if (doses.size() < 2) {
      return Optional.empty();
    }
    Optional<Interval> time = slope(design, runs, doses, run -> -Math.log(run.figure(Metric.RATE)));
    Optional<Interval> cpu = slope(design, runs, doses, run -> run.figure(Metric.DAEMON_CPU));
    return time.flatMap(logarithm ->
        cpu.map(micros ->
            new DoseSlope(
                logarithm.map(each -> Comparison.percent(1000 * each)),
                micros.map(each -> 1000 * each))));
  }

  /** Returns the slope as a sentence. */
  public String text() {
    return "%s a transaction for 1000 fences more at each store-load point; the daemon's CPU: %s a fence"
        .formatted(Signed.text(percent, "%"), Signed.text(cpuNanos, "ns"));
  }

  /** Returns the extra fences of a policy {@code dose:N}. */
  public static double fences(String policy) {
    return Double.parseDouble(policy.substring(DOSE.length()));
  }

  private static Optional<Interval> slope(
      Design design, List<Run> runs, List<String> doses, ToDoubleFunction<Run> figure) {
    return Pairs.perBlock(runs, doses, block -> slope(block, doses, figure))
        .map(blocks -> {
          double[] units = Pairs.units(blocks, design.bootIsUnit());
          return Decision.interval(units, Comparison.looks(design, units.length, Comparison.ALPHA));
        });
  }

  private static double slope(
      SortedMap<String, Run> block, List<String> doses, ToDoubleFunction<Run> figure) {
    double[] fences = doses.stream().mapToDouble(DoseSlope::fences).toArray();
    double[] figures = doses.stream().map(block::get).mapToDouble(figure).toArray();
    return Line.through(fences, figures).slope();
  }
}
