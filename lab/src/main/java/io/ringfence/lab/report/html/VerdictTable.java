package io.ringfence.lab.report.html;

import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.Comparison;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.report.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verdicts, and each policy's difference from the reference in every metric. */
final class VerdictTable {
  private VerdictTable() {}

  /** Returns the verdicts, which depend on rates alone. */
  static Element of(Analysis analysis) {
    String reference = analysis.experiment().design().reference();
    return Element.of(
        "section",
        Element.of("h3", "Verdicts against " + reference),
        Tables.framed(
            "Difference from " + reference + " in transactions/s, percent, with its interval",
            List.of("policy", "verdict", "mean", "by signed ranks", analysis.unit(2)),
            analysis.compared().stream().map(policy -> row(analysis, policy)).toList()),
        Element.of("p", Phrases.method(analysis)).with("class", "note"),
        Element.of(
                "p",
                "By signed ranks: Hodges and Lehmann's estimate with Wilcoxon's "
                    + "interval, which outliers do not move. It does not decide. If only one "
                    + "of the two intervals contains 0, outliers decide, and the row shows "
                    + "it.")
            .with("class", "note"));
  }

  /** Returns the differences in all other metrics. */
  static Element others(Analysis analysis) {
    List<Metric> metrics = Metric.COMPARED.subList(1, Metric.COMPARED.size());
    String reference = analysis.experiment().design().reference();
    List<String> headings = new ArrayList<>(List.of("policy"));
    metrics.forEach(metric -> headings.add(metric.heading()));
    List<Element> rows = new ArrayList<>();
    for (String policy : analysis.compared()) {
      List<Element> cells = new ArrayList<>();
      for (Metric metric : metrics) {
        cells.add(interval(analysis.comparison(policy, metric).map(Comparison::interval)));
      }
      rows.add(Tables.row(policy, cells));
    }
    return Tables.framed(
        "Difference from "
            + reference
            + " in other metrics, percent, with its 95 % interval (A/A: 99 %)",
        headings,
        rows);
  }

  private static Element row(Analysis analysis, String policy) {
    Optional<Comparison> rate = analysis.comparison(policy, Metric.RATE);
    return Tables.row(
        policy,
        List.of(
            rate.map(each -> verdict(analysis, each)).orElse(Tables.cell("-")),
            interval(rate.map(Comparison::interval)),
            interval(rate.map(Comparison::rank)),
            Tables.figure(rate.map(each -> Integer.toString(each.units())).orElse("-"))));
  }

  private static Element verdict(Analysis analysis, Comparison comparison) {
    String text = Phrases.verdict(analysis, comparison);
    return Tables.cell(comparison.outliersDecide() ? text + "; outliers decide" : text)
        .with("class", "verdict");
  }

  // The estimate in one line, its limits in the next.
  static Element interval(Optional<Interval> interval) {
    if (interval.isEmpty()) {
      return Tables.figure("-");
    }
    String[] parts = Phrases.interval(interval.get()).split(" ", 2);
    Element cell = Tables.figure(parts[0]);
    return parts.length == 1
        ? cell
        : cell.add(Element.of("br")).add(Element.of("span", parts[1]).with("class", "limits"));
  }
}
