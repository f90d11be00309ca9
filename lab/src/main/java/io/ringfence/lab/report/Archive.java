package io.ringfence.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.lab.LabException;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.costs.CostExperiment;
import io.ringfence.lab.measure.disassembly.Disassembly;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.matrix.Journal;
import io.ringfence.lab.measure.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Results as JSON: every run's raw figures, which are read back, and their analysis. */
public final class Archive {
  /** The format field of a file. */
  public static final String FORMAT = "ringfence-lab";

  /** Increases when the meaning of a field changes. */
  public static final int FORMAT_VERSION = 2;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private Archive() {}

  /** Encodes all results with their analysis. A single result has its kind at the top level. */
  public static String of(Results results) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("formatVersion", FORMAT_VERSION);
    List<ObjectNode> others = others(results);
    if (results.experiments().isEmpty() && others.size() == 1) {
      root.setAll(others.getFirst());
    } else {
      ArrayNode array = root.putArray("experiments");
      ArrayNode analyses = root.putArray("analysis");
      for (Experiment experiment : results.experiments()) {
        array.add(JSON.<JsonNode>valueToTree(experiment));
        analyses.add(AnalysisJson.of(Analysis.of(experiment)));
      }
      if (!others.isEmpty()) {
        root.putArray("others").addAll(others);
      }
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ObjectNode> others(Results results) {
    List<ObjectNode> others = new ArrayList<>();
    results.costs().forEach(each -> others.add(CostJson.of(each)));
    results.verifications().forEach(each -> others.add(JSON.valueToTree(each)));
    results.disassemblies().forEach(each -> others.add(JSON.valueToTree(each)));
    return others;
  }

  /**
   * Reads results from a file of {@link #of}, or from the journal of a matrix.
   *
   * @throws LabException if it is neither
   */
  public static Results read(Path file) {
    try {
      String text = Files.readString(file);
      return Journal.isJournal(text) ? Results.of(Journal.experiments(text)) : parse(text);
    } catch (JsonProcessingException e) {
      throw new LabException("%s: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException | LabException e) {
      throw new LabException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  static Results parse(String text) throws JsonProcessingException {
    JsonNode root = JSON.readTree(text);
    if (root.has("kind")) {
      return ofKind(root);
    }
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
    Results results = Results.of(experiments);
    for (JsonNode node : root.path("others")) {
      results = results.and(ofKind(node));
    }
    return results;
  }

  private static Results ofKind(JsonNode node) throws JsonProcessingException {
    String kind = node.path("kind").asText();
    return switch (kind) {
      case CostExperiment.KIND -> Results.of(JSON.treeToValue(node, CostExperiment.class));
      case Verification.KIND -> Results.of(JSON.treeToValue(node, Verification.class));
      case Disassembly.KIND -> Results.of(JSON.treeToValue(node, Disassembly.class));
      default ->
          throw new LabException(
              "kind \"%s\"; expected %s, %s or %s"
                  .formatted(kind, CostExperiment.KIND, Verification.KIND, Disassembly.KIND));
    };
  }
}
