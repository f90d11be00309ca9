package io.ringfence.lab.report;

import io.ringfence.lab.measure.disassembly.Disassembly;
import io.ringfence.lab.measure.disassembly.Disassembly.PointCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PolicyCode;
import java.util.ArrayList;
import java.util.List;

/** Formats a disassembly for a terminal. */
public final class DisassemblyText {
  private DisassemblyText() {}

  /**
   * Formats one column per policy and one row per ordering point, then identical policies and
   * differences.
   */
  public static String of(Disassembly disassembly) {
    TextTable table = new TextTable();
    List<String> heading = new ArrayList<>(List.of("policy"));
    List<PointCode> points = disassembly.policies().getFirst().points();
    points.forEach(point -> heading.add(point.point()));
    table.row(heading);
    for (PolicyCode policy : disassembly.policies()) {
      List<String> cells = new ArrayList<>(List.of(policy.policy()));
      policy.points().forEach(point -> cells.add(Disassembly.text(point.executes())));
      table.row(cells);
    }
    StringBuilder text =
        new StringBuilder("Machine code of C2 on ")
            .append(disassembly.architecture())
            .append(", ")
            .append(disassembly.machine().jdk())
            .append(":\n\n")
            .append(table)
            .append('\n');
    disassembly
        .identical()
        .forEach(group ->
            text.append("Identical at every point: ")
                .append(String.join(", ", group))
                .append('\n'));
    return text.append(agreement(disassembly)).append('\n').toString();
  }

  /** Returns whether table, points and whole methods agree. */
  public static String agreement(Disassembly disassembly) {
    List<String> faults = disassembly.faults();
    return faults.isEmpty()
        ? "The table of instructions agrees at every point, and the queues' own "
            + "methods contain the same barriers."
        : "DOES NOT AGREE: " + String.join("; ", faults);
  }
}
