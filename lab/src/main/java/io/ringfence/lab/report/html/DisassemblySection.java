package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.disassembly.Disassembly;
import io.ringfence.lab.measure.disassembly.Disassembly.MethodCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PointCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PolicyCode;
import io.ringfence.lab.report.DisassemblyText;
import java.util.ArrayList;
import java.util.List;

/** The executed instructions. */
final class DisassemblySection {
  private DisassemblySection() {}

  static Element of(Disassembly disassembly) {
    Element section =
        Element.of(
                "section",
                Element.of("h2", "Machine code, on " + disassembly.machine().cpu()),
                Element.of("p", DisassemblyText.agreement(disassembly))
                    .with("class", disassembly.faults().isEmpty() ? "banner good" : "banner bad"),
                points(disassembly))
            .with("class", "experiment");
    List<String> groups =
        disassembly.identical().stream()
            .map(
                group -> "Policies with identical code at every point: " + String.join(", ", group))
            .toList();
    section.add(FactsSection.list(groups));
    section.add(Element.of("h3", "Accesses and barriers in the order of the code"));
    section.add(accesses(disassembly));
    section.add(Element.of("h3", "Barriers in the queues' own methods"));
    section.add(methods(disassembly));
    disassembly.commands().forEach(command -> section.add(Element.of("pre", command)));
    return section;
  }

  private static Element points(Disassembly disassembly) {
    List<String> headings = new ArrayList<>(List.of("policy"));
    disassembly.policies().getFirst().points().forEach(point -> headings.add(point.point()));
    return Tables.framed(
        "Barriers that C2 of %s emitted on %s"
            .formatted(disassembly.machine().jdk(), disassembly.architecture()),
        headings,
        disassembly.policies().stream()
            .map(policy ->
                Tables.row(
                    policy.policy(),
                    policy.points().stream().map(DisassemblySection::cell).toList()))
            .toList());
  }

  private static Element cell(PointCode point) {
    Element cell = Tables.cell(Disassembly.text(point.executes()));
    return point.agrees()
        ? cell
        : cell.text(" (table: " + point.table() + ")").with("class", "state bad");
  }

  private static Element accesses(Disassembly disassembly) {
    List<Element> rows = new ArrayList<>();
    for (PolicyCode policy : disassembly.policies()) {
      List<String> texts = new ArrayList<>();
      for (PointCode point : policy.points()) {
        String text = String.join("; ", point.accesses());
        if (!texts.contains(text)) { // points of one kernel method show the same
          texts.add(text);
        }
      }
      rows.add(Tables.row(policy.policy(), List.of(Tables.cell(String.join(" | ", texts)))));
    }
    return Tables.framed("Between the marks", List.of("policy", "code"), rows);
  }

  private static Element methods(Disassembly disassembly) {
    List<String> headings = new ArrayList<>(List.of("method"));
    disassembly.policies().forEach(policy -> headings.add(policy.policy()));
    List<Element> rows = new ArrayList<>();
    List<MethodCode> first = disassembly.policies().getFirst().methods();
    for (int i = 0; i < first.size(); i++) {
      int row = i;
      rows.add(
          Tables.row(
              first.get(i).methods(),
              disassembly.policies().stream()
                  .map(policy -> cell(policy.methods().get(row)))
                  .toList()));
    }
    return Tables.framed("Barriers found, policy by policy", headings, rows);
  }

  private static Element cell(MethodCode method) {
    Element cell = Tables.cell(Disassembly.text(method.found()));
    return method.agrees()
        ? cell
        : cell.text(" (points: " + Disassembly.text(method.expected()) + ")")
            .with("class", "state bad");
  }
}
