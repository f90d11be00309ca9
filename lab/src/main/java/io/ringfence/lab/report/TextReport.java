package io.ringfence.lab.report;

import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.Comparison;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Metric;
import java.util.ArrayList;
import java.util.List;

/** The result as text for a terminal. */
public final class TextReport {
  private static final List<Metric> COLUMNS =
      List.of(
          Metric.RATE,
          Metric.MEAN_LATENCY,
          Metric.P50_LATENCY,
          Metric.P99_LATENCY,
          Metric.GUEST_CPU,
          Metric.QEMU_CPU,
          Metric.DAEMON_CPU,
          Metric.KICKS,
          Metric.CALLS);
  private static final List<Metric> COMPARED =
      List.of(Metric.MEAN_LATENCY, Metric.P99_LATENCY, Metric.DAEMON_CPU);

  private TextReport() {}

  /** Formats controls, verdicts, means, instructions, facts, and remarks. */
  public static String of(Analysis analysis) {
    Experiment experiment = analysis.experiment();
    List<String> parts = new ArrayList<>();
    parts.add(controls(analysis));
    if (!analysis.comparisons().isEmpty()) {
      parts.add(verdicts(analysis));
    }
    parts.add(means(analysis));
    parts.add(instructions(experiment));
    StringBuilder facts = new StringBuilder();
    Phrases.machine(experiment)
        .forEach((name, value) -> facts.append("%-8s %s%n".formatted(name, value)));
    parts.add(facts.toString());
    analysis.remarks().forEach(remark -> parts.add("Note: " + remark + "\n"));
    return String.join("\n", parts);
  }

  private static String controls(Analysis analysis) {
    StringBuilder text = new StringBuilder(Phrases.controls(analysis)).append('\n');
    for (ControlOutcome check : analysis.checks()) {
      text.append(
          "  %-10s %s: %s (%s)%n"
              .formatted(check.state().label(), check.title(), check.must(), check.seen()));
    }
    return text.toString();
  }

  private static String verdicts(Analysis analysis) {
    TextTable table = new TextTable();
    List<String> headings =
        new ArrayList<>(
            List.of(
                "against " + analysis.experiment().design().reference(), "verdict", "trans/s %"));
    COMPARED.forEach(metric -> headings.add(metric.heading() + " %"));
    table.row(headings);
    for (String policy : analysis.compared()) {
      List<String> cells = new ArrayList<>(List.of(policy));
      cells.add(
          analysis
              .comparison(policy, Metric.RATE)
              .map(each -> Phrases.verdict(analysis, each))
              .orElse("-"));
      cells.add(difference(analysis, policy, Metric.RATE));
      COMPARED.forEach(metric -> cells.add(difference(analysis, policy, metric)));
      table.row(cells);
    }
    return table + Phrases.method(analysis) + "\n";
  }

  private static String difference(Analysis analysis, String policy, Metric metric) {
    return analysis
        .comparison(policy, metric)
        .map(Comparison::interval)
        .map(Phrases::interval)
        .orElse("-");
  }

  private static String means(Analysis analysis) {
    TextTable table = new TextTable();
    List<String> headings = new ArrayList<>(List.of("policy", "runs"));
    COLUMNS.forEach(metric -> headings.add(metric.heading()));
    table.row(headings);
    for (String policy : analysis.experiment().measured()) {
      List<String> cells = new ArrayList<>(List.of(policy));
      cells.add(Integer.toString(analysis.figures(policy, Metric.RATE).length));
      for (Metric metric : COLUMNS) {
        cells.add(
            analysis
                .summary(policy, metric)
                .map(summary -> Phrases.fixed(summary.mean(), metric.decimals()))
                .orElse("-"));
      }
      table.row(cells);
    }
    return table.toString();
  }

  private static String instructions(Experiment experiment) {
    StringBuilder text = new StringBuilder();
    text.append("Instructions of each policy here (")
        .append(experiment.barriers().getFirst().architecture())
        .append("):\n");
    Phrases.instructions(experiment)
        .forEach((policies, each) -> text.append("  %s: %s%n".formatted(policies, each)));
    return text.toString();
  }
}
