package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.report.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The instructions of each policy, the machine, the commands that reproduce the experiment, and
 * remarks.
 */
final class FactsSection {
  private FactsSection() {}

  static Element of(Analysis analysis) {
    Experiment experiment = analysis.experiment();
    String architecture = experiment.barriers().getFirst().architecture();
    Element section =
        Element.of(
            "section",
            Element.of("h3", "Instructions of each policy"),
            table("Instructions on " + architecture, "policy", Phrases.instructions(experiment)),
            Element.of("h3", "Machine"),
            table("Machine", "what", Phrases.machine(experiment)),
            Element.of("h3", "Commands"));
    experiment.commands().forEach(command -> section.add(Element.of("pre", command)));
    List<String> remarks = analysis.remarks();
    if (!remarks.isEmpty()) {
      section.add(Element.of("h3", "To be known"));
      section.add(list(remarks));
    }
    return section;
  }

  static Element list(List<String> remarks) {
    Element list = Element.of("ul");
    remarks.forEach(remark -> list.add(Element.of("li", remark)));
    return list;
  }

  static Element table(String caption, String heading, Map<String, String> lines) {
    List<Element> rows = new ArrayList<>();
    lines.forEach((name, value) -> rows.add(Tables.row(name, List.of(Tables.cell(value)))));
    return Tables.framed(caption, List.of(heading, "value"), rows);
  }
}
