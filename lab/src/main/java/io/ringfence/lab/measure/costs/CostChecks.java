package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Student;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import java.util.Locale;

/** The controls on which every statement about cost depends. */
final class CostChecks {
  // As in tcp-rr: correct controls should rarely fail by chance.
  private static final double AA_ALPHA = 0.01;
  private static final double LEAST_DETERMINATION = 0.99;
  // Fences in a ring's code meet pending stores, those in a row do not.
  private static final double MOST_RATIO = 1.25;

  private CostChecks() {}

  /** A/A: the same instructions must not differ. */
  static ControlOutcome sameInstructions(CostDesign design, CostSample sample, String ring) {
    String twin =
        design
            .twin(ring)
            .orElseThrow(
                () -> new IllegalStateException("no policy executes the reference's instructions"));
    CostCell reference = CostDesign.control(ring, design.reference());
    CostCell cell = CostDesign.control(ring, twin);
    double[] units =
        sample.units(
            block -> Math.log(block.get(cell).perFrame() / block.get(reference).perFrame()));
    Interval percent = Student.interval(units, AA_ALPHA).map(CostComparison::percent);
    double margin = design.marginPercent();
    boolean same = percent.holds(0) || percent.within(100 * (100 / (100 + margin) - 1), margin);
    return new ControlOutcome(
        "A/A, " + ring,
        "two policies that execute the same instructions do not differ",
        "%s against %s: %+.2f %%%s, 99 %% interval"
            .formatted(twin, design.reference(), percent.estimate(), limits(percent)),
        !percent.bounded() ? State.NOT_SHOWN : same ? State.PASSED : State.FAILED);
  }

  /** The doses must lie on a straight line. */
  static ControlOutcome straight(DoseLine line) {
    return new ControlOutcome(
        "dose response, " + line.ring(),
        "time over extra fences is a straight line, R² > %.2f".formatted(LEAST_DETERMINATION),
        "R² = %.5f over %d points".formatted(line.determination(), line.nanos().size()),
        line.determination() > LEAST_DETERMINATION && line.slope().estimate() > 0
            ? State.PASSED
            : State.FAILED);
  }

  /** The line's slope must equal the cost of a fence that is measured alone. */
  static ControlOutcome slope(DoseLine line, double fence) {
    double ratio = line.slope().estimate() / fence;
    return new ControlOutcome(
        "slope, " + line.ring(),
        "its slope is a full fence's cost, within a factor of %.2f".formatted(MOST_RATIO),
        "%.2f ns%s per fence; one alone takes %.2f ns"
            .formatted(line.slope().estimate(), limits(line.slope()), fence),
        ratio > 1 / MOST_RATIO && ratio < MOST_RATIO ? State.PASSED : State.FAILED);
  }

  private static String limits(Interval interval) {
    return interval.bounded()
        ? String.format(Locale.ROOT, " [%.2f, %.2f]", interval.low(), interval.high())
        : " (one unit has no interval)";
  }
}
