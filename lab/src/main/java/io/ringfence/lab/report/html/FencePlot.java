package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.costs.DoseLine;
import io.ringfence.lab.report.CostText;
import io.ringfence.lab.report.Phrases;
import java.util.Collections;

/** The time of a frame over its additional full fences. */
final class FencePlot {
  private static final double WIDTH = 960;
  private static final double LEFT = 90;
  private static final double RIGHT = 900;
  private static final double TOP = 12;
  private static final double BOTTOM = 182;

  private FencePlot() {}

  static Element of(DoseLine line) {
    Coordinates x = Coordinates.linear(0, 1.02 * Collections.max(line.fences()), LEFT, RIGHT);
    Coordinates y = Coordinates.linear(0, 1.05e-3 * Collections.max(line.nanos()), BOTTOM, TOP);
    String text =
        "%s ring: R² = %s, %s ns per fence"
            .formatted(
                line.ring(), Phrases.fixed(line.determination(), 5), CostText.nanos(line.slope()));
    Drawing drawing = new Drawing("Extra fences, " + line.ring(), text, WIDTH, BOTTOM + 40);
    drawing.axisBelow(x, TOP, BOTTOM, "extra full fences per frame");
    for (double tick : y.ticks()) {
      drawing.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      drawing.text(LEFT - 8, y.at(tick) + 4, "end", Coordinates.label(tick), "tick");
    }
    for (int i = 0; i < line.fences().size(); i++) {
      drawing.dot(x.at(line.fences().get(i)), y.within(1e-3 * line.nanos().get(i)), 3, "point", "");
    }
    double end = x.to();
    drawing.line(
        x.at(0),
        y.within(1e-3 * line.line().at(0)),
        x.at(end),
        y.within(1e-3 * line.line().at(end)),
        "mean");
    return Element.of(
        "figure",
        drawing.element(),
        Element.of(
            "figcaption",
            "Microseconds per frame, one dot for the typical run of a fork. " + text + "."));
  }
}
