package io.ringfence.lab.report.html;

/** An SVG drawing with a title and a description for screen readers. */
final class Drawing {
  private final Element svg;

  /**
   * @param title one line
   * @param description the content in words
   */
  Drawing(String title, String description, double width, double height) {
    svg =
        Element.of("svg")
            .with("viewBox", "0 0 " + Coordinates.text(width) + " " + Coordinates.text(height))
            .with("role", "img")
            .with("aria-label", title)
            .add(Element.of("title", title))
            .add(Element.of("desc", description));
  }

  Drawing line(double x1, double y1, double x2, double y2, String style) {
    svg.add(
        Element.of("line")
            .with("x1", x1)
            .with("y1", y1)
            .with("x2", x2)
            .with("y2", y2)
            .with("class", style));
    return this;
  }

  Drawing box(double x, double y, double width, double height, String style) {
    svg.add(
        Element.of("rect")
            .with("x", x)
            .with("y", y)
            .with("width", Math.max(0, width))
            .with("height", Math.max(0, height))
            .with("class", style));
    return this;
  }

  /** Draws a point; {@code tip} shows under the pointer. */
  Drawing dot(double x, double y, double radius, String style, String tip) {
    Element dot =
        Element.of("circle").with("cx", x).with("cy", y).with("r", radius).with("class", style);
    svg.add(tip.isEmpty() ? dot : dot.add(Element.of("title", tip)));
    return this;
  }

  /** Draws a lozenge around a point. */
  Drawing lozenge(double x, double y, double radius, String style, String tip) {
    String points =
        "%s,%s %s,%s %s,%s %s,%s"
            .formatted(
                Coordinates.text(x - radius),
                Coordinates.text(y),
                Coordinates.text(x),
                Coordinates.text(y - radius),
                Coordinates.text(x + radius),
                Coordinates.text(y),
                Coordinates.text(x),
                Coordinates.text(y + radius));
    Element lozenge = Element.of("polygon").with("points", points).with("class", style);
    svg.add(tip.isEmpty() ? lozenge : lozenge.add(Element.of("title", tip)));
    return this;
  }

  /**
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  Drawing text(double x, double y, String anchor, String text, String style) {
    svg.add(
        Element.of("text", text)
            .with("x", x)
            .with("y", y)
            .with("text-anchor", anchor)
            .with("class", style));
    return this;
  }

  /** Draws ticks with labels below {@code y}, grid lines up to {@code top}, and the axis' name. */
  Drawing axisBelow(Coordinates x, double top, double y, String name) {
    for (double tick : x.ticks()) {
      line(x.at(tick), top, x.at(tick), y, "grid");
      text(x.at(tick), y + 15, "middle", Coordinates.label(tick), "tick");
    }
    return text((x.start() + x.end()) / 2, y + 32, "middle", name, "axis");
  }

  Element element() {
    return svg;
  }
}
