package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.statistics.Decision;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.experiment.Control;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.measure.experiment.Run;
import java.util.List;
import java.util.Optional;

/** The controls that every statement about cost requires. */
final class CostControls {
  private CostControls() {}

  /**
   * A/A: the same instructions must not differ.
   *
   * @param twin of the reference; null when the control was left out
   */
  static ControlOutcome sameInstructions(Design design, List<Run> runs, String twin) {
    String must = "two policies that execute the same instructions do not differ";
    if (twin == null) {
      return leftOut(Control.AA, must);
    }
    Optional<List<Pairs.Difference>> pairs =
        Pairs.logRatios(runs, design.reference(), twin, Metric.RATE);
    String names = twin + " against " + design.reference();
    if (pairs.isEmpty()) {
      return new ControlOutcome(Control.AA.title(), must, names + ": no pair", State.NOT_SHOWN);
    }
    double[] units = Pairs.units(pairs.get(), design.bootIsUnit());
    Interval interval =
        Decision.interval(units, Comparison.looks(design, units.length, Comparison.SAME_ALPHA));
    Interval percent = interval.map(Comparison::percent);
    return new ControlOutcome(
        Control.AA.title(),
        must,
        "%s: %s, 99 %% interval".formatted(names, Signed.text(percent, "%")),
        sameState(interval, design));
  }

  private static State sameState(Interval interval, Design design) {
    double margin = Comparison.logMargin(design.marginPercent());
    if (!interval.bounded()) {
      return State.NOT_SHOWN;
    }
    return interval.holds(0) || interval.within(-margin, margin) ? State.PASSED : State.FAILED;
  }

  /**
   * Dose response: more fences must make a transaction longer. The rate must show it, since
   * verdicts are on the rate. The daemon's CPU time, which is more sensitive, is reported too.
   */
  static ControlOutcome doseResponse(Design design, List<Run> runs) {
    String must = "more fences make a transaction longer";
    if (!design.controls().contains(Control.DOSE)) {
      return leftOut(Control.DOSE, must);
    }
    Optional<DoseSlope> slope = DoseSlope.of(design, runs);
    if (slope.isEmpty()) {
      return new ControlOutcome(
          Control.DOSE.title(), must, "no block with two doses", State.NOT_SHOWN);
    }
    Interval percent = slope.get().percent();
    State state = percent.low() > 0 ? State.PASSED : State.NOT_SHOWN;
    return new ControlOutcome(
        Control.DOSE.title(), must, slope.get().text(), percent.high() < 0 ? State.FAILED : state);
  }

  private static ControlOutcome leftOut(Control control, String must) {
    return new ControlOutcome(control.title(), must, "left out by option", State.LEFT_OUT);
  }
}
