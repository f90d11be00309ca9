package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.costs.CostAnalysis;
import io.ringfence.lab.measure.costs.CostComparison;
import io.ringfence.lab.measure.costs.PointCost;
import io.ringfence.lab.report.CostText;
import io.ringfence.lab.report.Phrases;
import java.util.List;

/** The cost of frames and ordering points: controls, policies, points, doses. */
final class CostSection {
  private CostSection() {}

  static Element of(CostAnalysis analysis) {
    Element section =
        Element.of(
                "section",
                Element.of("h2", "Costs, on " + analysis.experiment().machine().cpu()),
                ControlsTable.of(
                    CostText.conclusion(analysis),
                    analysis.mayConclude() ? "good" : "bad",
                    analysis.checks()),
                Element.of("h3", "A frame under each policy"),
                policies(analysis),
                Element.of("p", CostText.method(analysis.experiment().design()))
                    .with("class", "note"))
            .with("class", "experiment");
    if (!analysis.points().isEmpty()) {
      section.add(Element.of("h3", "One ordering point at a time"));
      section.add(PointPlot.of(analysis));
      section.add(points(analysis));
    }
    section.add(Element.of("h3", "Extra fences"));
    analysis.doses().forEach(line -> section.add(FencePlot.of(line)));
    section.add(Element.of("h3", "Machine and command"));
    section.add(FactsSection.table("Machine", "what", Phrases.machine(analysis.experiment())));
    analysis.experiment().commands().forEach(command -> section.add(Element.of("pre", command)));
    return section.add(FactsSection.list(analysis.remarks()));
  }

  private static Element policies(CostAnalysis analysis) {
    return Tables.framed(
        "Time of a frame",
        List.of("policy", "ring", "traffic", "ns a frame", "against the first, ns", "%", "verdict"),
        analysis.comparisons().stream().map(each -> row(analysis, each)).toList());
  }

  private static Element row(CostAnalysis analysis, CostComparison each) {
    boolean reference = each.cell().policy().equals(each.reference());
    return Tables.row(
        each.cell().policy(),
        List.of(
            Tables.cell(each.cell().ring()),
            Tables.cell(each.cell().traffic().words()),
            Tables.figure(Phrases.fixed(each.meanNanos(), 1)),
            Tables.figure(reference ? "-" : CostText.nanos(each.nanos())),
            Tables.figure(reference ? "-" : CostText.nanos(each.percent())),
            Tables.cell(CostText.verdict(analysis, each)).with("class", "verdict")));
  }

  private static Element points(CostAnalysis analysis) {
    return Tables.framed(
        "A pass of one ordering point, with auto at all others",
        List.of("point", "holds", "executes", "passes a frame", "ns per pass against auto"),
        analysis.points().stream().map(CostSection::row).toList());
  }

  private static Element row(PointCost each) {
    return Tables.row(
        each.point().title(),
        List.of(
            Tables.cell(each.order()),
            Tables.cell(each.executes()),
            Tables.figure(Phrases.fixed(each.passes(), 1)),
            Tables.figure(CostText.nanos(each.nanos()))));
  }
}
