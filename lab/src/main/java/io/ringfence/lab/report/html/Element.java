package io.ringfence.lab.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An element of HTML or SVG. The output is well-formed XML too. */
final class Element {
  private static final Set<String> VOID = Set.of("meta", "br", "col");

  private final String tag;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<String> content = new ArrayList<>();

  private Element(String tag) {
    this.tag = tag;
  }

  static Element of(String tag) {
    return new Element(tag);
  }

  static Element of(String tag, String text) {
    return new Element(tag).text(text);
  }

  static Element of(String tag, Element... children) {
    Element element = new Element(tag);
    for (Element child : children) {
      element.add(child);
    }
    return element;
  }

  Element with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  Element with(String attribute, double value) {
    return with(attribute, Coordinates.text(value));
  }

  Element add(Element child) {
    content.add(child.toString());
    return this;
  }

  Element text(String text) {
    content.add(escaped(text));
    return this;
  }

  /** Appends text that is already markup, or a script. */
  Element raw(String markup) {
    content.add(markup);
    return this;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    StringBuilder markup = new StringBuilder("<").append(tag);
    attributes.forEach((name, value) ->
        markup.append(' ').append(name).append("=\"").append(escaped(value)).append('"'));
    if (VOID.contains(tag)) {
      return markup.append("/>").toString();
    }
    markup.append('>');
    content.forEach(markup::append);
    return markup.append("</").append(tag).append('>').toString();
  }
}
