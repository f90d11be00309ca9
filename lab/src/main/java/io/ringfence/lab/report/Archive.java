package io.ringfence.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.lab.LabException;
import io.ringfence.lab.analysis.Analysis;
import io.ringfence.lab.experiment.Experiment;
import io.ringfence.lab.matrix.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Experiments as JSON: every run's raw figures, which are read back, and what is said of them. */
public final class Archive {
  /** What a file says it is. */
  public static final String FORMAT = "ringfence-lab";

  /** Grows when the meaning of a field changes. */
  public static final int FORMAT_VERSION = 2;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private Archive() {}

  /** All of the experiments with their analysis. */
  public static String of(List<Experiment> experiments) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("formatVersion", FORMAT_VERSION);
    ArrayNode array = root.putArray("experiments");
    ArrayNode analyses = root.putArray("analysis");
    for (Experiment experiment : experiments) {
      array.add(JSON.<JsonNode>valueToTree(experiment));
      analyses.add(AnalysisJson.of(Analysis.of(experiment)));
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Experiments from a file of {@link #of}, or from the journal of a matrix.
   *
   * @throws LabException when it is neither
   */
  public static List<Experiment> read(Path file) {
    try {
      String text = Files.readString(file);
      return Journal.isJournal(text) ? Journal.experiments(text) : parse(text);
    } catch (JsonProcessingException e) {
      throw new LabException("%s: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException | LabException e) {
      throw new LabException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  static List<Experiment> parse(String text) throws JsonProcessingException {
    JsonNode root = JSON.readTree(text);
    String format = root.path("format").asText();
    int version = root.path("formatVersion").asInt();
    if (!format.equals(FORMAT) || version != FORMAT_VERSION) {
      throw new LabException(
          "format \"%s\" version %d; expected \"%s\" version %d"
              .formatted(format, version, FORMAT, FORMAT_VERSION));
    }
    List<Experiment> experiments = new ArrayList<>();
    for (JsonNode node : root.path("experiments")) {
      experiments.add(JSON.treeToValue(node, Experiment.class));
    }
    return experiments;
  }
}
