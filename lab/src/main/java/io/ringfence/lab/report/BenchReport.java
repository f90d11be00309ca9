package io.ringfence.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.statistics.Summary;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as a table for people, and as JSON with every value. */
public final class BenchReport {
  /** The format field of a file. */
  public static final String FORMAT = "ringfence-bench";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private BenchReport() {}

  /**
   * Formats one row per figure, with its target.
   *
   * @param notes other facts for the reader, one line each
   */
  public static String table(List<Figure> figures, List<String> notes) {
    TextTable table =
        new TextTable().row(List.of("", "unit", "daemon", "peer", "ratio", "line", "", "against"));
    for (Figure figure : figures) {
      table.row(
          List.of(
              figure.part() + ": " + figure.what(),
              figure.unit(),
              text(figure.own()),
              figure.other().map(BenchReport::text).orElse("-"),
              figure.ratio().map(BenchReport::text).orElse("-"),
              figure.target() == null ? "-" : line(figure.target()),
              figure.met().map(met -> met ? "met" : "short").orElse("-"),
              figure.peer() == null ? "-" : figure.peer()));
    }
    return table
        + "Medians, and in brackets the least and the greatest value.\n"
        + notes.stream().map(note -> note + "\n").collect(Collectors.joining());
  }

  private static String text(Summary summary) {
    return "%s [%s, %s]"
        .formatted(number(summary.median()), number(summary.low()), number(summary.high()));
  }

  private static String line(Target target) {
    return "%s%s %s"
        .formatted(
            target.ofRatio() ? "ratio " : "",
            target.atLeast() ? ">=" : "<=",
            number(target.limit()));
  }

  /** Formats three significant digits. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    int decimals = Math.clamp(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 6);
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /**
   * Encodes all values.
   *
   * @param facts other facts for the reader, by name
   * @param notes the same as text
   */
  public static String json(List<Figure> figures, Map<String, String> facts, List<String> notes) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("formatVersion", 1);
    root.set("machine", JSON.valueToTree(Machine.here()));
    facts.forEach(root::put);
    notes.forEach(root.putArray("notes")::add);
    ArrayNode array = root.putArray("figures");
    figures.forEach(figure -> array.add(node(figure)));
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode node(Figure figure) {
    ObjectNode node = JSON.createObjectNode();
    node.put("part", figure.part()).put("what", figure.what()).put("unit", figure.unit());
    node.set("daemon", JSON.valueToTree(figure.ours()));
    if (figure.peer() != null) {
      node.put("peer", figure.peer());
      node.set("peers", JSON.valueToTree(figure.peers()));
    }
    put(node.putObject("median"), figure.own());
    figure.ratio().ifPresent(ratio -> put(node.putObject("ratio"), ratio));
    if (figure.target() != null) {
      node.set("target", JSON.valueToTree(figure.target()));
    }
    figure.met().ifPresent(met -> node.put("met", met));
    return node;
  }

  private static void put(ObjectNode node, Summary summary) {
    node.put("median", summary.median()).put("low", summary.low()).put("high", summary.high());
  }
}
