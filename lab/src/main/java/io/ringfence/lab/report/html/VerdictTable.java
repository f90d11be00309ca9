package io.ringfence.lab.report.html;

import io.ringfence.lab.analysis.Analysis;
import io.ringfence.lab.analysis.Comparison;
import io.ringfence.lab.experiment.Metric;
import io.ringfence.lab.report.Words;
import io.ringfence.lab.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verdicts, and by how much policies differ from the reference in every metric. */
final class VerdictTable {
  private VerdictTable() {}

  static Element of(Analysis analysis) {
    List<String> headings = new ArrayList<>(List.of("policy", "verdict", "trans/s, %"));
    headings.add("by signed ranks, %");
    for (Metric metric : others()) {
      headings.add(metric.heading() + ", %");
    }
    headings.add(analysis.unit(2));
    String reference = analysis.experiment().design().reference();
    return Element.of(
        "section",
        Element.of("h3", "Verdicts against " + reference),
        Tables.framed(
            "Difference from " + reference + " and its 95 % interval",
            headings,
            analysis.compared().stream().map(policy -> row(analysis, policy)).toList()),
        Element.of("p", Words.method(analysis)).with("class", "note"),
        Element.of(
                "p",
                "By signed ranks: Hodges and Lehmann's estimate with Wilcoxon's interval, which"
                    + " outliers do not move. It decides nothing; where only one of the two intervals"
                    + " holds 0, outliers decide, and the row says so.")
            .with("class", "note"));
  }

  private static List<Metric> others() {
    return Metric.COMPARED.subList(1, Metric.COMPARED.size());
  }

  private static Element row(Analysis analysis, String policy) {
    Optional<Comparison> rate = analysis.comparison(policy, Metric.RATE);
    List<Element> cells = new ArrayList<>();
    cells.add(rate.map(each -> verdict(analysis, each)).orElse(Tables.cell("-")));
    cells.add(interval(rate.map(Comparison::interval)));
    cells.add(interval(rate.map(Comparison::rank)));
    for (Metric metric : others()) {
      cells.add(interval(analysis.comparison(policy, metric).map(Comparison::interval)));
    }
    cells.add(Tables.figure(rate.map(each -> Integer.toString(each.units())).orElse("-")));
    return Tables.row(policy, cells);
  }

  private static Element verdict(Analysis analysis, Comparison comparison) {
    String text = Words.verdict(analysis, comparison);
    return Tables.cell(comparison.outliersDecide() ? text + "; outliers decide" : text)
        .with("class", "verdict");
  }

  // The estimate in one line, its limits in the next.
  static Element interval(Optional<Interval> interval) {
    if (interval.isEmpty()) {
      return Tables.figure("-");
    }
    String[] parts = Words.interval(interval.get()).split(" ", 2);
    Element cell = Tables.figure(parts[0]);
    return parts.length == 1
        ? cell
        : cell.add(Element.of("br")).add(Element.of("span", parts[1]).with("class", "limits"));
  }
}
