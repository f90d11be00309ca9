package io.ringfence.lab.report;

import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.costs.CostAnalysis;
import io.ringfence.lab.measure.costs.CostComparison;
import io.ringfence.lab.measure.costs.CostDesign;
import io.ringfence.lab.measure.costs.PointCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cost microbenchmark as text for a terminal, and its sentences. */
public final class CostText {
  private CostText() {}

  /** Formats controls, whole policies, ordering points, facts. */
  public static String of(CostAnalysis analysis) {
    List<String> parts = new ArrayList<>();
    parts.add(controls(analysis));
    parts.add(policies(analysis));
    if (!analysis.points().isEmpty()) {
      parts.add(points(analysis));
    }
    StringBuilder facts = new StringBuilder();
    Phrases.machine(analysis.experiment())
        .forEach((name, value) -> facts.append("%-8s %s%n".formatted(name, value)));
    parts.add(facts.toString());
    analysis.remarks().forEach(remark -> parts.add("Note: " + remark + "\n"));
    return String.join("\n", parts);
  }

  /** Returns the conclusion in one sentence. */
  public static String conclusion(CostAnalysis analysis) {
    return analysis.mayConclude() ? "The controls passed." : "No conclusion: a control failed.";
  }

  /** Formats a verdict with its basis. */
  public static String verdict(CostAnalysis analysis, CostComparison comparison) {
    CostDesign design = analysis.experiment().design();
    if (comparison.cell().policy().equals(comparison.reference())) {
      return "reference";
    }
    if (!analysis.mayConclude()) {
      return "no conclusion";
    }
    return switch (comparison.verdict()) {
      case DIFFERENT, DIFFERENT_WITHIN_MARGIN -> comparison.verdict().label();
      case EQUIVALENT -> "equivalent within " + Phrases.number(design.marginPercent()) + " %";
      case NOT_DECIDED ->
          comparison.more() < 0
              ? Verdict.NOT_DECIDED.label()
              : "not decided (about %d more %s)".formatted(comparison.more(), unit(design));
    };
  }

  /** Describes how the intervals are computed. */
  public static String method(CostDesign design) {
    return ("A run's figure is the first decile of its slices of 0.1 ms; a "
            + "difference is that of two runs of one block. %s, with Student's 95 %% "
            + "interval over %s. Equivalent: both of two one-sided tests at 5 %% "
            + "reject a difference of %s %%, the margin declared beforehand. "
            + "Different: the interval of the ratios does not contain 1.")
        .formatted(
            design.forkIsUnit() ? "Mean of the forks' medians" : "Mean of the blocks",
            unit(design),
            Phrases.number(design.marginPercent()));
  }

  /** Formats an estimate with its limits, two decimals. */
  public static String nanos(Interval interval) {
    String limits =
        interval.bounded()
            ? String.format(Locale.ROOT, " [%+.2f, %+.2f]", interval.low(), interval.high())
            : "";
    return String.format(Locale.ROOT, "%+.2f", interval.estimate()) + limits;
  }

  private static String unit(CostDesign design) {
    return design.forkIsUnit() ? "forks, each a separate JVM" : "pairs of one JVM";
  }

  private static String controls(CostAnalysis analysis) {
    StringBuilder text = new StringBuilder(conclusion(analysis)).append('\n');
    for (ControlOutcome check : analysis.checks()) {
      text.append(
          "  %-10s %s: %s (%s)%n"
              .formatted(check.state().label(), check.title(), check.must(), check.seen()));
    }
    return text.toString();
  }

  private static String policies(CostAnalysis analysis) {
    TextTable table = new TextTable();
    table.row(
        List.of("policy", "ring", "traffic", "ns a frame", "ns against reference", "%", "verdict"));
    for (CostComparison each : analysis.comparisons()) {
      boolean reference = each.cell().policy().equals(each.reference());
      table.row(
          List.of(
              each.cell().policy(),
              each.cell().ring(),
              each.cell().traffic().label(),
              Phrases.fixed(each.meanNanos(), 1),
              reference ? "-" : nanos(each.nanos()),
              reference ? "-" : nanos(each.percent()),
              verdict(analysis, each)));
    }
    return table + method(analysis.experiment().design()) + "\n";
  }

  private static String points(CostAnalysis analysis) {
    TextTable table = new TextTable();
    table.row(List.of("point", "holds", "executes", "passes a frame", "ns per pass against auto"));
    for (PointCost each : analysis.points()) {
      table.row(
          List.of(
              each.point().title(),
              each.order(),
              each.executes(),
              Phrases.fixed(each.passes(), 1),
              nanos(each.nanos())));
    }
    return table
        + "One ordering point at a time, with auto at all others. Below 0: the "
        + "cost of auto itself there.\n";
  }
}
