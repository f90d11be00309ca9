package io.ringfence.lab.report.html;

import io.ringfence.lab.daemon.Barriers;
import io.ringfence.lab.experiment.Experiment;
import io.ringfence.lab.report.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each policy executes, the machine, what gives the experiment again, and what to know. */
final class FactsSection {
  private FactsSection() {}

  static Element of(Experiment experiment) {
    String architecture = experiment.barriers().getFirst().architecture();
    Element section =
        Element.of(
            "section",
            Element.of("h3", "What each policy executes"),
            table("Instructions on " + architecture, "policy", Words.instructions(experiment)),
            Element.of("h3", "Machine"),
            table("Machine", "what", Words.machine(experiment)),
            Element.of("h3", "Commands"));
    experiment.commands().forEach(command -> section.add(Element.of("pre", command)));
    List<String> remarks = remarks(experiment);
    if (!remarks.isEmpty()) {
      section.add(Element.of("h3", "To be known"));
      Element list = Element.of("ul");
      remarks.forEach(remark -> list.add(Element.of("li", remark)));
      section.add(list);
    }
    return section;
  }

  private static Element table(String caption, String heading, Map<String, String> lines) {
    List<Element> rows = new ArrayList<>();
    lines.forEach((name, value) -> rows.add(Tables.row(name, List.of(Tables.cell(value)))));
    return Tables.framed(caption, List.of(heading, "value"), rows);
  }

  private static List<String> remarks(Experiment experiment) {
    List<String> remarks = new ArrayList<>(experiment.notes());
    for (Barriers each : experiment.barriers()) {
      if (!each.correct()) {
        remarks.add(each.policy() + " is NOT sound on this architecture.");
      }
    }
    if (!experiment.alarms().isEmpty()) {
      remarks.add("The daemon's log at WARN or ERROR: " + String.join(" | ", experiment.alarms()));
    }
    return remarks;
  }
}
