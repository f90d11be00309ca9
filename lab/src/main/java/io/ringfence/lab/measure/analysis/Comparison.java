package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.statistics.Decision;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Looks;
import io.ringfence.lab.kit.statistics.SignedRank;
import io.ringfence.lab.kit.statistics.Student;
import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.measure.experiment.Run;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A policy against the reference in one metric; intervals are in percent of the reference.
 *
 * @param same whether both execute the same instructions. The intervals are then 99 % and 98 % as
 *     in the A/A control, instead of 95 % and 90 %
 * @param units the number of pairs or boots
 * @param interval 95 %, Student's over all looks
 * @param tost 90 %, which decides on equivalence
 * @param rank 95 %, of the signed ranks, which outliers do not affect
 * @param more units that would decide it; 0 when it is decided, -1 when there is no forecast
 * @param boots the 95 % interval of each boot by itself, in their order
 */
public record Comparison(
    String policy,
    String reference,
    Metric metric,
    boolean same,
    int units,
    Interval interval,
    Interval tost,
    Interval rank,
    Verdict verdict,
    int more,
    List<Interval> boots) {
  /** The chance of error of a comparison. */
  static final double ALPHA = 0.05;

  /** The same for two identical policies: an experiment that finds a difference is refused. */
  static final double SAME_ALPHA = 0.01;

  public Comparison {
    boots = List.copyOf(boots);
  }

  /**
   * Compares a policy with the reference; empty if a figure is missing or 0 in any run.
   *
   * @param same the policies whose instructions are the reference's
   */
  static Optional<Comparison> of(
      Design design, Set<String> same, List<Run> runs, String policy, Metric metric) {
    return Pairs.logRatios(runs, design.reference(), policy, metric)
        .map(pairs -> compare(design, pairs, policy, same.contains(policy), metric));
  }

  private static Comparison compare(
      Design design, List<Pairs.Difference> pairs, String policy, boolean same, Metric metric) {
    double alpha = same ? SAME_ALPHA : ALPHA;
    double[] units = Pairs.units(pairs, design.bootIsUnit());
    Decision decision =
        Decision.of(units, logMargin(design.marginPercent()), looks(design, units.length, alpha));
    List<Interval> boots =
        Pairs.byBoot(pairs).values().stream()
            .map(boot -> Student.interval(Pairs.units(boot, false), alpha).map(Comparison::percent))
            .toList();
    return new Comparison(
        policy,
        design.reference(),
        metric,
        same,
        units.length,
        decision.interval().map(Comparison::percent),
        decision.tost().map(Comparison::percent),
        SignedRank.interval(units, alpha).map(Comparison::percent),
        decision.verdict(),
        decision.more(),
        boots);
  }

  /** Returns the looks of an experiment: one at the end, or those of a sequential one. */
  static Looks looks(Design design, int units, double alpha) {
    return design.untilDecided()
        ? Looks.repeated(design.mostUnits(), alpha)
        : Looks.once(units, alpha);
  }

  /** Returns the margin as a logarithm of a ratio. */
  static double logMargin(double percent) {
    return Math.log1p(percent / 100);
  }

  /** Returns a logarithm of a ratio as a difference in percent. */
  static double percent(double logRatio) {
    return 100 * Math.expm1(logRatio);
  }

  /** Returns whether only one interval contains 0: outliers or skew decide. */
  public boolean outliersDecide() {
    return rank.bounded() && interval.bounded() && interval.holds(0) != rank.holds(0);
  }
}
