package io.ringfence.lab.report.html;

import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.measure.costs.CostAnalysis;
import io.ringfence.lab.measure.costs.PointCost;
import io.ringfence.lab.report.CostText;
import java.util.List;

/** The cost of a pass of each ordering point relative to auto, with its interval. */
final class PointPlot {
  private static final double WIDTH = 960;
  private static final double LEFT = 230;
  private static final double RIGHT = 790;
  private static final double ROW = 22;
  private static final double TOP = 12;

  private PointPlot() {}

  static Element of(CostAnalysis analysis) {
    List<PointCost> points = analysis.points();
    double bottom = TOP + points.size() * ROW;
    double low = points.stream().mapToDouble(each -> least(each.nanos())).min().orElse(-1);
    double high = points.stream().mapToDouble(each -> most(each.nanos())).max().orElse(1);
    double pad = 0.05 * (high - low);
    Coordinates x =
        Coordinates.linear(Math.min(low - pad, -1), Math.max(high + pad, 1), LEFT, RIGHT);
    Drawing drawing =
        new Drawing("Cost of single ordering points", description(points), WIDTH, bottom + 40);
    drawing.axisBelow(x, TOP, bottom, "ns per pass, against auto at the same point");
    drawing.line(x.at(0), TOP, x.at(0), bottom, "zero");
    for (int i = 0; i < points.size(); i++) {
      draw(drawing, x, points.get(i), TOP + (i + 0.5) * ROW);
    }
    return Element.of(
        "figure",
        drawing.element(),
        Element.of("figcaption", "Line: 95 % interval. All other points use auto."));
  }

  private static void draw(Drawing drawing, Coordinates x, PointCost each, double y) {
    drawing.text(LEFT - 12, y + 4, "end", each.point().title() + " " + each.order(), "label");
    drawing.line(x.at(least(each.nanos())), y, x.at(most(each.nanos())), y, "interval");
    drawing.dot(x.at(each.nanos().estimate()), y, 4, "point", CostText.nanos(each.nanos()) + " ns");
    drawing.text(RIGHT + 12, y + 4, "start", each.executes(), "tick");
  }

  private static double least(Interval interval) {
    return interval.bounded() ? interval.low() : interval.estimate();
  }

  private static double most(Interval interval) {
    return interval.bounded() ? interval.high() : interval.estimate();
  }

  private static String description(List<PointCost> points) {
    StringBuilder text = new StringBuilder();
    points.forEach(each ->
        text.append(
            "%s %s: %s ns. "
                .formatted(each.point().title(), each.order(), CostText.nanos(each.nanos()))));
    return text.toString();
  }
}
