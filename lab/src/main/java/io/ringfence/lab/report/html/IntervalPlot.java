package io.ringfence.lab.report.html;

import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.Comparison;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.report.Phrases;
import java.util.ArrayList;
import java.util.List;

/** Confidence intervals of the rates, one row per policy, with the margin of equivalence behind. */
final class IntervalPlot {
  private static final double WIDTH = 960;
  private static final double LEFT = 250;
  private static final double RIGHT = 660;
  private static final double ROW = 26;
  private static final double TOP = 24;
  // Wider differences are cut off, so that one extreme policy does not compress the others to
  // points.
  private static final double MOST_PERCENT = 100;

  private record Row(
      String label, Interval interval, Interval tost, String verdict, boolean main) {}

  private IntervalPlot() {}

  /** Draws the policies of one experiment, and each boot separately below its policy. */
  static Element of(Analysis analysis) {
    List<Row> rows = new ArrayList<>();
    for (String policy : analysis.compared()) {
      analysis.comparison(policy, Metric.RATE).ifPresent(each -> rows(analysis, each, rows));
    }
    return draw(
        rows,
        analysis.experiment().design().marginPercent(),
        "against " + analysis.experiment().design().reference());
  }

  /** Draws every experiment's policies below each other. */
  static Element of(List<Analysis> analyses, Titles titles) {
    List<Row> rows = new ArrayList<>();
    for (Analysis analysis : analyses) {
      for (String policy : analysis.compared()) {
        analysis
            .comparison(policy, Metric.RATE)
            .ifPresent(
                each -> rows.add(row(titles.number(analysis) + "  " + policy, analysis, each)));
      }
    }
    return draw(
        rows,
        analyses.getFirst().experiment().design().marginPercent(),
        "against each experiment's reference");
  }

  private static void rows(Analysis analysis, Comparison comparison, List<Row> rows) {
    rows.add(row(comparison.policy(), analysis, comparison));
    if (comparison.boots().size() > 1) {
      for (int boot = 0; boot < comparison.boots().size(); boot++) {
        Interval interval = comparison.boots().get(boot);
        rows.add(new Row("boot " + (boot + 1), interval, interval, "", false));
      }
    }
  }

  private static Row row(String label, Analysis analysis, Comparison comparison) {
    return new Row(
        comparison.same() ? label + " (A/A)" : label,
        comparison.interval(),
        comparison.tost(),
        Phrases.verdictAlone(analysis, comparison),
        true);
  }

  private static Element draw(List<Row> rows, double margin, String against) {
    double bottom = TOP + rows.size() * ROW;
    double most = 1.05 * reach(rows, margin);
    Coordinates x = Coordinates.linear(-most, most, LEFT, RIGHT);
    Drawing drawing =
        new Drawing("Difference in transactions per second", description(rows), WIDTH, bottom + 44);
    double low = Math.max(-100 * margin / (100 + margin), -most);
    drawing.box(x.within(low), TOP, x.within(margin) - x.within(low), bottom - TOP, "margin");
    drawing.axisBelow(x, TOP, bottom, "difference in transactions/s " + against + ", %");
    drawing.line(x.at(0), TOP, x.at(0), bottom, "zero");
    drawing.text(x.at(0), TOP - 8, "middle", "band: margin of equivalence", "tick");
    for (int i = 0; i < rows.size(); i++) {
      draw(drawing, x, rows.get(i), TOP + (i + 0.5) * ROW);
    }
    return figure(drawing);
  }

  private static double reach(List<Row> rows, double margin) {
    double reach = 2 * margin;
    for (Row row : rows) {
      reach = Math.max(reach, Math.abs(row.interval().estimate()));
      if (row.interval().bounded()) {
        reach = Math.max(reach, Math.max(-row.interval().low(), row.interval().high()));
      }
    }
    return Math.min(reach, MOST_PERCENT);
  }

  private static void draw(Drawing drawing, Coordinates x, Row row, double y) {
    Interval interval = row.interval();
    drawing.text(LEFT - 12, y + 4, "end", row.label(), row.main() ? "label" : "tick");
    drawing.line(x.within(interval.low()), y, x.within(interval.high()), y, "interval");
    if (row.main()) {
      drawing.line(x.within(row.tost().low()), y, x.within(row.tost().high()), y, "tost");
    }
    drawing.dot(
        x.within(interval.estimate()),
        y,
        row.main() ? 4.5 : 3,
        "point",
        Phrases.interval(interval) + " %");
    drawing.text(RIGHT + 12, y + 4, "start", row.verdict(), "label");
  }

  private static String description(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      if (row.main()) {
        text.append(
            "%s: %s percent, %s. "
                .formatted(row.label(), Phrases.interval(row.interval()), row.verdict()));
      }
    }
    return text.toString();
  }

  private static Element figure(Drawing drawing) {
    return Element.of(
        "figure",
        drawing.element(),
        Element.of(
            "figcaption",
            "Thin line: 95 % interval. Thick line: 90 % interval, which must lie in the band for"
                + " equivalence. Beside A/A: 99 % and 98 %. The axis ends at 100 %."));
  }
}
