package io.ringfence.lab.report.html;

import io.ringfence.lab.kit.statistics.Median;
import io.ringfence.lab.kit.statistics.Summary;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.experiment.Run;
import io.ringfence.lab.report.Phrases;
import java.util.Arrays;
import java.util.List;

/** Percentiles of the time of a transaction, policy by policy, with their spread over the runs. */
final class LatencyPlot {
  private static final double WIDTH = 960;
  private static final double LEFT = 160;
  private static final double RIGHT = 940;
  private static final double ROW = 34;
  private static final double TOP = 26;

  private record Percentile(String name, String selector, String style) {}

  private static final List<Percentile> PERCENTILES =
      List.of(
          new Percentile("p50", "P50_LATENCY", "p50"),
          new Percentile("p90", "P90_LATENCY", "p90"),
          new Percentile("p99", "P99_LATENCY", "p99"));

  private LatencyPlot() {}

  static Element of(Analysis analysis) {
    List<String> policies = analysis.experiment().measured();
    double bottom = TOP + policies.size() * ROW;
    double[] all =
        policies.stream()
            .flatMap(policy -> PERCENTILES.stream().map(each -> values(analysis, policy, each)))
            .flatMapToDouble(Arrays::stream)
            .filter(value -> value > 0)
            .sorted()
            .toArray();
    if (all.length == 0) {
      return Element.of("p", "netperf printed no percentiles.").with("class", "note");
    }
    Coordinates x = Coordinates.logarithmic(all[0] / 1.1, all[all.length - 1] * 1.1, LEFT, RIGHT);
    Drawing drawing =
        new Drawing("Time of a transaction", description(analysis), WIDTH, bottom + 40);
    drawing.axisBelow(x, TOP, bottom, "microseconds, logarithmic");
    legend(drawing);
    for (int i = 0; i < policies.size(); i++) {
      double y = TOP + (i + 0.5) * ROW;
      drawing.text(LEFT - 12, y + 4, "end", Titles.shortened(policies.get(i)), "label");
      row(drawing, x, analysis, policies.get(i), y);
    }
    return Element.of(
        "figure",
        drawing.element(),
        Element.of(
            "figcaption",
            "Marks: the median of all runs. Bars: from the least to the greatest of them."));
  }

  private static void legend(Drawing drawing) {
    double x = LEFT + 8;
    for (Percentile each : PERCENTILES) {
      mark(drawing, each, x, 11, "");
      drawing.text(x + 10, 15, "start", each.name(), "tick");
      x += 60;
    }
  }

  private static void row(
      Drawing drawing, Coordinates x, Analysis analysis, String policy, double y) {
    double offset = -7;
    for (Percentile each : PERCENTILES) {
      double[] values = values(analysis, policy, each);
      if (values.length > 0) {
        Summary summary = Summary.of(values);
        drawing.line(
            x.within(summary.low()), y + offset, x.within(summary.high()), y + offset, "range");
        mark(
            drawing,
            each,
            x.within(summary.median()),
            y + offset,
            "%s %s: %s us".formatted(policy, each.name(), Phrases.fixed(summary.median(), 0)));
      }
      offset += 7;
    }
  }

  private static void mark(Drawing drawing, Percentile each, double x, double y, String tip) {
    switch (each.name()) {
      case "p50" -> drawing.dot(x, y, 4, each.style(), tip);
      case "p90" -> drawing.lozenge(x, y, 5, each.style(), tip);
      default -> drawing.box(x - 3.5, y - 3.5, 7, 7, each.style());
    }
  }

  private static double[] values(Analysis analysis, String policy, Percentile percentile) {
    return analysis.experiment().runs().stream()
        .filter(run -> run.policy().equals(policy))
        .filter(run -> has(run, percentile))
        .mapToDouble(run -> run.netperf().number(percentile.selector()))
        .toArray();
  }

  private static boolean has(Run run, Percentile percentile) {
    return run.netperf().values().containsKey(percentile.selector());
  }

  private static String description(Analysis analysis) {
    StringBuilder text = new StringBuilder();
    for (String policy : analysis.experiment().measured()) {
      text.append(policy).append(':');
      for (Percentile each : PERCENTILES) {
        double[] values = values(analysis, policy, each);
        if (values.length > 0) {
          text.append(" %s %s us".formatted(each.name(), Phrases.fixed(Median.of(values), 0)));
        }
      }
      text.append(". ");
    }
    return text.toString();
  }
}
