package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.report.Phrases;
import java.util.ArrayList;
import java.util.List;

/** Means and standard deviations by policy. */
final class MeansTable {
  private MeansTable() {}

  static Element of(Analysis analysis, String caption, List<Metric> metrics) {
    List<String> headings = new ArrayList<>(List.of("policy", "runs"));
    metrics.forEach(metric -> headings.add(metric.heading()));
    return Tables.framed(
        caption,
        headings,
        analysis.experiment().measured().stream()
            .map(policy -> row(analysis, policy, metrics))
            .toList());
  }

  private static Element row(Analysis analysis, String policy, List<Metric> metrics) {
    List<Element> cells = new ArrayList<>();
    cells.add(Tables.figure(Integer.toString(analysis.figures(policy, Metric.RATE).length)));
    for (Metric metric : metrics) {
      cells.add(cell(analysis, policy, metric));
    }
    return Tables.row(policy, cells);
  }

  private static Element cell(Analysis analysis, String policy, Metric metric) {
    return analysis
        .summary(policy, metric)
        .map(summary -> {
          Element cell = Tables.figure(Phrases.fixed(summary.mean(), metric.decimals()));
          return Double.isNaN(summary.deviation())
              ? cell
              : cell.add(Element.of("br"))
                  .add(
                      Element.of(
                              "span", "± " + Phrases.fixed(summary.deviation(), metric.decimals()))
                          .with("class", "limits"));
        })
        .orElse(Tables.figure("-"));
  }
}
