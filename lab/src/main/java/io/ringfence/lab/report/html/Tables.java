package io.ringfence.lab.report.html;

import java.util.List;

/** Tables with a caption, and headings for columns and rows. */
final class Tables {
  private Tables() {}

  /** Wraps a table in a frame that scrolls if the page is narrower. */
  static Element framed(String caption, List<String> headings, List<Element> rows) {
    Element head = Element.of("tr");
    headings.forEach(heading -> head.add(Element.of("th", heading).with("scope", "col")));
    Element body = Element.of("tbody");
    rows.forEach(body::add);
    Element table =
        Element.of("table", Element.of("caption", caption), Element.of("thead", head), body);
    return Element.of("div", table)
        .with("class", "frame")
        .with("role", "region")
        .with("aria-label", caption)
        .with("tabindex", "0");
  }

  /** Returns a row that begins with its heading. */
  static Element row(String heading, List<Element> cells) {
    Element row = Element.of("tr", Element.of("th", heading).with("scope", "row"));
    cells.forEach(row::add);
    return row;
  }

  static Element cell(String text) {
    return Element.of("td", text);
  }

  static Element figure(String text) {
    return Element.of("td", text).with("class", "figure");
  }
}
