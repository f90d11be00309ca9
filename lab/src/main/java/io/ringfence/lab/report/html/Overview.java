package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.Comparison;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.report.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Many experiments at a glance. */
final class Overview {
  private Overview() {}

  static Element of(List<Analysis> analyses, Titles titles) {
    List<Element> rows = new ArrayList<>();
    for (Analysis analysis : analyses) {
      for (String policy : analysis.compared()) {
        rows.add(row(analysis, titles, policy));
      }
    }
    return Element.of(
        "section",
        Element.of("h2", "Overview"),
        Tables.framed(
            "Every experiment's verdicts",
            List.of("experiment", "controls", "policy", "against", "verdict", "trans/s, %"),
            rows),
        IntervalPlot.of(analyses, titles));
  }

  private static Element row(Analysis analysis, Titles titles, String policy) {
    Optional<Comparison> rate = analysis.comparison(policy, Metric.RATE);
    String controls =
        !analysis.mayConclude()
            ? "did not come out"
            : analysis.controlsLeftOut() ? "left out" : "passed";
    return Tables.row(
        titles.title(analysis),
        List.of(
            Tables.cell(controls),
            Tables.cell(policy),
            Tables.cell(analysis.experiment().design().reference()),
            Tables.cell(rate.map(each -> Phrases.verdict(analysis, each)).orElse("-")),
            VerdictTable.interval(rate.map(Comparison::interval))));
  }
}
