package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.statistics.Decision;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Looks;
import io.ringfence.lab.kit.statistics.Student;
import io.ringfence.lab.kit.statistics.Verdict;

/**
 * A policy against the reference in one kind of run.
 *
 * @param cell the compared cell
 * @param reference the policy it is compared with
 * @param meanNanos per frame, the mean of the units
 * @param nanos difference per frame, with its 95 % interval
 * @param percent the same relative to the reference, from logarithms of ratios; it decides
 * @param tost 90 %, which decides on equivalence
 * @param more units that would decide it; 0 if it is decided, -1 if unknown
 */
public record CostComparison(
    CostCell cell,
    String reference,
    double meanNanos,
    Interval nanos,
    Interval percent,
    Interval tost,
    Verdict verdict,
    int units,
    int more) {
  static final double ALPHA = 0.05;

  static CostComparison of(CostSample sample, CostCell cell, CostCell reference, double margin) {
    double[] ratios =
        sample.units(
            block -> Math.log(block.get(cell).perFrame() / block.get(reference).perFrame()));
    Decision decision =
        Decision.of(ratios, Math.log1p(margin / 100), Looks.once(ratios.length, ALPHA));
    return new CostComparison(
        cell,
        reference.policy(),
        Student.mean(sample.units(block -> block.get(cell).perFrame())),
        difference(sample, cell, reference),
        decision.interval().map(CostComparison::percent),
        decision.tost().map(CostComparison::percent),
        decision.verdict(),
        ratios.length,
        decision.more());
  }

  /** Returns the ns per frame above the reference, with the 95 % interval. */
  static Interval difference(CostSample sample, CostCell cell, CostCell reference) {
    return Student.interval(
        sample.units(block -> block.get(cell).perFrame() - block.get(reference).perFrame()), ALPHA);
  }

  static double percent(double logRatio) {
    return 100 * Math.expm1(logRatio);
  }
}
