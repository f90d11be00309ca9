package io.ringfence.lab.measure.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.lab.LabException;
import io.ringfence.lab.measure.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The results of a matrix's cells, one line of JSON for each as it ends: an experiment or the
 * reason for its failure. A line that a crash cut short is ignored. The last line of a cell counts.
 * A cell with the same name and other arguments is another cell.
 */
public final class Journal {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private static final String MARK = "{\"cell\":";

  private final Path file;

  /**
   * @param file that need not exist
   */
  public Journal(Path file) {
    this.file = file;
  }

  /** Returns the cells that have an experiment. */
  public Set<Cell> done() {
    Set<Cell> done = new HashSet<>();
    lines(read())
        .forEach((cell, line) -> {
          if (line.has("experiment")) {
            done.add(cell);
          }
        });
    return done;
  }

  /** Returns the experiments of {@code cells}, in order, as far as they exist. */
  public List<Experiment> experiments(List<Cell> cells) {
    Map<Cell, JsonNode> lines = lines(read());
    return cells.stream()
        .map(lines::get)
        .filter(line -> line != null && line.has("experiment"))
        .map(Journal::experiment)
        .toList();
  }

  public void add(Cell cell, Experiment experiment) {
    append(line(cell).set("experiment", JSON.valueToTree(experiment)));
  }

  public void addFailure(Cell cell, String why) {
    append(line(cell).put("failure", why));
  }

  /** Returns whether a file's text is a journal. */
  public static boolean isJournal(String text) {
    return text.startsWith(MARK);
  }

  /** Returns every experiment of a journal. */
  public static List<Experiment> experiments(String text) {
    return lines(text).values().stream()
        .filter(line -> line.has("experiment"))
        .map(Journal::experiment)
        .toList();
  }

  private static ObjectNode line(Cell cell) {
    ObjectNode node = JSON.createObjectNode().put("cell", cell.name());
    node.set("arguments", JSON.valueToTree(cell.arguments()));
    return node;
  }

  private void append(JsonNode line) {
    try {
      // A line that was cut short must not absorb this one.
      String before = read().isEmpty() || read().endsWith("\n") ? "" : "\n";
      Files.writeString(
          file, before + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private String read() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Map<Cell, JsonNode> lines(String text) {
    Map<Cell, JsonNode> lines = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      try {
        JsonNode node = JSON.readTree(line);
        List<String> arguments = new ArrayList<>();
        node.path("arguments").forEach(each -> arguments.add(each.asText()));
        lines.put(new Cell(node.path("cell").asText(), arguments), node);
      } catch (JsonProcessingException e) {
        // The matrix was killed in this line: the cell runs again.
        continue;
      }
    }
    return lines;
  }

  private static Experiment experiment(JsonNode line) {
    try {
      return JSON.treeToValue(line.get("experiment"), Experiment.class);
    } catch (JsonProcessingException e) {
      throw new LabException("cell %s: %s".formatted(line.path("cell"), e.getOriginalMessage()), e);
    }
  }
}
