package io.ringfence.lab.analysis;

import io.ringfence.lab.analysis.Check.State;
import io.ringfence.lab.experiment.Control;
import io.ringfence.lab.experiment.Design;
import io.ringfence.lab.experiment.Metric;
import io.ringfence.lab.experiment.Run;
import io.ringfence.lab.statistics.Decision;
import io.ringfence.lab.statistics.Interval;
import io.ringfence.lab.statistics.Line;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The controls on which every statement about cost rests. */
final class CostControls {
  /**
   * An experiment whose controls are fine is thrown away with this chance, so it is less than that
   * of a comparison.
   */
  private static final double AA_ALPHA = 0.01;

  private static final String DOSE = "dose:";

  private CostControls() {}

  /**
   * A/A: the same instructions must not differ.
   *
   * @param twin of the reference; null when the control was left out
   */
  static Check sameInstructions(Design design, List<Run> runs, String twin) {
    String must = "two policies that execute the same instructions do not differ";
    if (twin == null) {
      return leftOut(Control.AA, must);
    }
    Optional<List<Pairs.Difference>> pairs =
        Pairs.logRatios(runs, design.reference(), twin, Metric.RATE);
    String names = twin + " against " + design.reference();
    if (pairs.isEmpty()) {
      return new Check(Control.AA.title(), must, names + ": no pair", State.NOT_SHOWN);
    }
    double[] units = Pairs.units(pairs.get(), design.bootIsUnit());
    Interval interval = Decision.interval(units, Comparison.looks(design, units.length, AA_ALPHA));
    Interval percent = interval.map(Comparison::percent);
    return new Check(
        Control.AA.title(),
        must,
        "%s: %s, 99 %% interval".formatted(names, interval(percent, "%")),
        sameState(interval, design));
  }

  private static State sameState(Interval interval, Design design) {
    double margin = Comparison.logMargin(design.marginPercent());
    if (!interval.bounded()) {
      return State.NOT_SHOWN;
    }
    return interval.holds(0) || interval.within(-margin, margin) ? State.PASSED : State.FAILED;
  }

  /** Dose response: every extra fence must cost time. */
  static Check doseResponse(Design design, List<Run> runs) {
    String must = "more fences make a transaction longer";
    if (!design.controls().contains(Control.DOSE)) {
      return leftOut(Control.DOSE, must);
    }
    Optional<Interval> slope = slope(design, runs);
    if (slope.isEmpty()) {
      return new Check(Control.DOSE.title(), must, "no block with two doses", State.NOT_SHOWN);
    }
    Interval nanos = slope.get();
    State state = nanos.low() > 0 ? State.PASSED : State.NOT_SHOWN;
    return new Check(
        Control.DOSE.title(),
        must,
        interval(nanos, "ns") + " a transaction for each extra fence at a store-load point",
        nanos.high() < 0 ? State.FAILED : state);
  }

  /**
   * How much longer a transaction gets, in ns for each extra fence at every store-load point: a
   * line through the doses of each block.
   */
  static Optional<Interval> slope(Design design, List<Run> runs) {
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
    return Pairs.perBlock(runs, doses, block -> slope(block, doses))
        .map(blocks -> {
          double[] units = Pairs.units(blocks, design.bootIsUnit());
          return Decision.interval(units, Comparison.looks(design, units.length, Comparison.ALPHA));
        });
  }

  private static double slope(SortedMap<String, Run> block, List<String> doses) {
    double[] fences = doses.stream().mapToDouble(CostControls::dose).toArray();
    double[] nanos =
        doses.stream().mapToDouble(dose -> 1e9 / block.get(dose).figure(Metric.RATE)).toArray();
    return Line.through(fences, nanos).slope();
  }

  static int dose(String policy) {
    return Integer.parseInt(policy.substring(DOSE.length()));
  }

  private static Check leftOut(Control control, String must) {
    return new Check(control.title(), must, "left out by option", State.LEFT_OUT);
  }

  private static String interval(Interval interval, String unit) {
    return "%s %s%s"
        .formatted(
            Signed.text(interval.estimate()),
            unit,
            interval.bounded() ? Signed.limits(interval) : " (too few pairs for an interval)");
  }
}
