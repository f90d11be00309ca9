package io.ringfence.lab.report;

import io.ringfence.lab.daemon.Barriers;
import io.ringfence.lab.experiment.Metric;
import io.ringfence.lab.experiment.PairedDifference;
import io.ringfence.lab.experiment.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The result as a reader of a terminal wants it. */
public final class TextReport {
  private static final List<Metric> COLUMNS =
      List.of(
          Metric.RATE,
          Metric.MEAN_LATENCY,
          Metric.P99_LATENCY,
          Metric.GUEST_CPU,
          Metric.QEMU_CPU,
          Metric.DAEMON_CPU,
          Metric.KICKS,
          Metric.CALLS);
  private static final List<Metric> COMPARED =
      List.of(Metric.RATE, Metric.MEAN_LATENCY, Metric.DAEMON_CPU);

  private TextReport() {}

  /** Tables, differences, instructions, facts, and the daemon's alarms if there were any. */
  public static String of(Summary summary, List<Barriers> barriers, Facts facts) {
    List<String> parts = new ArrayList<>();
    parts.add(means(summary));
    if (summary.policies().size() > 1) {
      parts.add(differences(summary));
    }
    parts.add(instructions(barriers));
    parts.add(facts(facts));
    if (!facts.alarms().isEmpty()) {
      parts.add(alarms(facts.alarms()));
    }
    return String.join("\n", parts);
  }

  private static String means(Summary summary) {
    TextTable table = new TextTable();
    List<String> headings = new ArrayList<>(List.of("policy"));
    COLUMNS.forEach(metric -> headings.add(metric.heading()));
    table.row(headings);
    for (String policy : summary.policies()) {
      List<String> cells = new ArrayList<>(List.of(policy));
      for (Metric metric : COLUMNS) {
        cells.add(number(summary.mean(policy, metric), metric.decimals()));
      }
      table.row(cells);
    }
    return table.toString();
  }

  private static String differences(Summary summary) {
    String reference = summary.policies().getFirst();
    TextTable table = new TextTable();
    List<String> headings = new ArrayList<>(List.of("against " + reference));
    COMPARED.forEach(metric -> headings.add(metric.heading()));
    table.row(headings);
    for (String policy : summary.policies().subList(1, summary.policies().size())) {
      List<String> cells = new ArrayList<>(List.of(policy));
      for (Metric metric : COMPARED) {
        cells.add(summary.difference(policy, metric).map(TextReport::interval).orElse("-"));
      }
      table.row(cells);
    }
    int pairs = summary.pairs();
    String note =
        pairs < 2
            ? "Difference in percent of one pair: no interval can be told from it.\n"
            : "Mean paired difference in percent and its 95 %% confidence interval, %d pairs.\n"
                .formatted(pairs);
    return table + note;
  }

  private static String interval(PairedDifference difference) {
    String mean = signed(difference.mean());
    return Double.isNaN(difference.halfWidth())
        ? mean
        : "%s [%s, %s]".formatted(mean, signed(difference.low()), signed(difference.high()));
  }

  static String instructions(List<Barriers> barriers) {
    Map<Map<String, String>, List<String>> groups = new LinkedHashMap<>();
    for (Barriers each : barriers) {
      groups.computeIfAbsent(each.instructions(), key -> new ArrayList<>()).add(each.policy());
    }
    StringBuilder text = new StringBuilder();
    text.append("What each policy executes here (")
        .append(barriers.getFirst().architecture())
        .append("):\n");
    groups.forEach((instructions, policies) -> {
      text.append("  ").append(String.join(", ", policies));
      text.append(policies.size() > 1 ? " (identical here): " : ": ");
      text.append(byInstruction(instructions)).append('\n');
    });
    for (Barriers each : barriers) {
      if (!each.correct()) {
        text.append("  ").append(each.policy()).append(" is NOT sound on this architecture\n");
      }
    }
    return text.toString();
  }

  private static String byInstruction(Map<String, String> instructions) {
    Map<String, List<String>> points = new TreeMap<>();
    instructions.forEach((point, instruction) ->
        points
            .computeIfAbsent(
                instruction.isBlank() || instruction.equals("-") ? "none" : instruction,
                key -> new ArrayList<>())
            .add(point));
    List<String> parts = new ArrayList<>();
    points.forEach((instruction, names) -> parts.add(String.join(" ", names) + " " + instruction));
    return parts.isEmpty() ? "not told" : String.join("; ", parts);
  }

  private static String facts(Facts facts) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("machine", facts.machine().cpu() + ", " + facts.machine().cpus() + " CPUs");
    lines.put("system", facts.machine().system() + ", Linux " + facts.machine().kernel());
    lines.put("guest", facts.guestKernel());
    lines.put("QEMU", facts.qemu() + ", " + facts.accelerator());
    lines.put("JDK", facts.machine().jdk());
    lines.put("run", options(facts.options()));
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append("%-8s %s%n".formatted(name, value)));
    return text.toString();
  }

  private static String options(Map<String, Object> options) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(options).forEach((name, value) -> parts.add(name + " " + value));
    return String.join(", ", parts);
  }

  private static String alarms(List<String> alarms) {
    return "The daemon's log has %d lines at WARN or ERROR:\n  %s\n"
        .formatted(alarms.size(), String.join("\n  ", alarms));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.1f", value);
  }
}
