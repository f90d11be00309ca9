package io.ringfence.lab.report.html;

import io.ringfence.lab.kit.statistics.Summary;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.measure.experiment.Run;
import io.ringfence.lab.report.Phrases;
import java.util.List;
import java.util.TreeSet;

/** Rates in order of measurement, one strip per policy, so that drift shows. */
final class OrderPlot {
  private static final double WIDTH = 960;
  private static final double LEFT = 160;
  private static final double RIGHT = 940;
  private static final double STRIP = 54;
  private static final double GAP = 8;
  private static final double TOP = 10;

  private OrderPlot() {}

  static Element of(Analysis analysis) {
    List<Run> runs = analysis.experiment().runs();
    List<String> policies = analysis.experiment().measured();
    double bottom = TOP + policies.size() * (STRIP + GAP);
    double begin = runs.stream().mapToDouble(OrderPlot::seconds).min().orElse(0);
    double end = runs.stream().mapToDouble(OrderPlot::seconds).max().orElse(1);
    double most = runs.stream().mapToDouble(run -> run.figure(Metric.RATE)).max().orElse(1);
    Coordinates x = Coordinates.linear(begin, end + 0.02 * (end - begin), LEFT + 6, RIGHT);
    Drawing drawing =
        new Drawing("Rates in the order of the runs", description(analysis), WIDTH, bottom + 40);
    drawing.axisBelow(x, TOP, bottom, "seconds since the start");
    new TreeSet<>(runs.stream().map(Run::boot).toList())
        .forEach(boot -> boundary(drawing, x, runs, boot, bottom));
    for (int i = 0; i < policies.size(); i++) {
      double top = TOP + i * (STRIP + GAP);
      strip(drawing, x, analysis, policies.get(i), top, most * 1.05);
    }
    return Element.of(
        "figure",
        drawing.element(),
        Element.of(
            "figcaption",
            "Every dot is a run; every strip starts at 0 transactions/s and ends at "
                + Phrases.fixed(most * 1.05, 0)
                + ". The line is the policy's mean. Broken lines: a new boot."));
  }

  private static double seconds(Run run) {
    return run.startedMillis() / 1000.0;
  }

  private static void boundary(
      Drawing drawing, Coordinates x, List<Run> runs, int boot, double bottom) {
    if (boot > 0) {
      double first =
          runs.stream()
              .filter(run -> run.boot() == boot)
              .mapToDouble(OrderPlot::seconds)
              .min()
              .orElseThrow();
      drawing.line(x.at(first) - 4, TOP, x.at(first) - 4, bottom, "boot");
    }
  }

  private static void strip(
      Drawing drawing, Coordinates x, Analysis analysis, String policy, double top, double most) {
    Coordinates y = Coordinates.linear(0, most, top + STRIP, top);
    drawing.box(LEFT, top, RIGHT - LEFT, STRIP, "strip");
    drawing.text(LEFT - 12, top + STRIP / 2 + 4, "end", Titles.shortened(policy), "label");
    double mean = analysis.summary(policy, Metric.RATE).map(Summary::mean).orElse(0.0);
    drawing.line(LEFT, y.at(mean), RIGHT, y.at(mean), "mean");
    for (Run run : analysis.experiment().runs()) {
      if (run.policy().equals(policy)) {
        double rate = run.figure(Metric.RATE);
        drawing.dot(
            x.at(seconds(run)),
            y.at(rate),
            3,
            "point",
            "boot %d, block %d: %s/s"
                .formatted(run.boot() + 1, run.block() + 1, Phrases.fixed(rate, 0)));
      }
    }
  }

  private static String description(Analysis analysis) {
    StringBuilder text = new StringBuilder();
    for (String policy : analysis.experiment().measured()) {
      analysis
          .summary(policy, Metric.RATE)
          .ifPresent(summary ->
              text.append(
                  "%s: %s to %s, mean %s. "
                      .formatted(
                          policy,
                          Phrases.fixed(summary.low(), 0),
                          Phrases.fixed(summary.high(), 0),
                          Phrases.fixed(summary.mean(), 0))));
    }
    return text.toString();
  }
}
