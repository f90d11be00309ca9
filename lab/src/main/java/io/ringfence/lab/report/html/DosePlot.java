package io.ringfence.lab.report.html;

import io.ringfence.lab.kit.statistics.Line;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.DoseSlope;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.report.Phrases;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The dose response: the time of a transaction over the number of extra fences. */
final class DosePlot {
  private static final double WIDTH = 960;
  private static final double LEFT = 90;
  private static final double RIGHT = 900;
  private static final double TOP = 12;
  private static final double BOTTOM = 212;

  private DosePlot() {}

  /** Returns empty if fewer than two doses ran. */
  static Optional<Element> of(Analysis analysis) {
    List<String> doses =
        analysis.experiment().measured().stream().filter(name -> name.startsWith("dose:")).toList();
    Optional<DoseSlope> slope = analysis.doseSlope();
    if (doses.size() < 2 || slope.isEmpty()) {
      return Optional.empty();
    }
    double most =
        doses.stream()
            .flatMapToDouble(dose -> Arrays.stream(micros(analysis, dose)))
            .max()
            .orElse(1);
    double last = doses.stream().mapToDouble(DoseSlope::fences).max().orElse(1);
    Coordinates x = Coordinates.linear(0, last * 1.02, LEFT, RIGHT);
    Coordinates y = Coordinates.linear(0, most * 1.05, BOTTOM, TOP);
    String text = slope.get().text();
    Drawing drawing = new Drawing("Dose response", text, WIDTH, BOTTOM + 40);
    drawing.axisBelow(x, TOP, BOTTOM, "extra full fences at each store-load point");
    for (double tick : y.ticks()) {
      drawing.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      drawing.text(LEFT - 8, y.at(tick) + 4, "end", Coordinates.label(tick), "tick");
    }
    points(drawing, analysis, doses, x, y);
    return Optional.of(
        Element.of(
            "figure",
            drawing.element(),
            Element.of(
                "figcaption",
                "Microseconds per transaction, one dot per run, and the line through "
                    + "the means. "
                    + text
                    + ".")));
  }

  private static void points(
      Drawing drawing, Analysis analysis, List<String> doses, Coordinates x, Coordinates y) {
    for (String dose : doses) {
      for (double each : micros(analysis, dose)) {
        drawing.dot(
            x.at(DoseSlope.fences(dose)),
            y.within(each),
            3,
            "point",
            dose + ": " + Phrases.fixed(each, 0) + " us");
      }
    }
    double[] fences = doses.stream().mapToDouble(DoseSlope::fences).toArray();
    double[] means =
        doses.stream()
            .mapToDouble(dose -> Arrays.stream(micros(analysis, dose)).average().orElse(0))
            .toArray();
    Line line = Line.through(fences, means);
    drawing.line(x.at(0), y.within(line.at(0)), x.at(x.to()), y.within(line.at(x.to())), "mean");
  }

  private static double[] micros(Analysis analysis, String dose) {
    return Arrays.stream(analysis.figures(dose, Metric.RATE)).map(rate -> 1e6 / rate).toArray();
  }
}
