package io.ringfence.lab.measure.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.LabException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of a matrix, from JSON:
 *
 * <pre>
 * {
 *   "defaults": {"policies": "auto,smp,mandatory", "pairs": 10, "seconds": 5},
 *   "axes": {"ring": ["split", "packed"], "cpus": [1, 2]},
 *   "cells": [{"arch": "aarch64"}, {"test": "UDP_RR", "until-decided": true}]
 * }
 * </pre>
 *
 * Names are those of the options without leading hyphens; true stands for an option without a
 * value. The cells are all combinations of the axes, then the listed ones. The defaults apply to
 * every option that a cell does not set.
 */
public final class MatrixPlan {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SECTIONS = List.of("defaults", "axes", "cells");
  // A cell has no files and no matrix of its own.
  private static final List<String> NOT_IN_CELLS =
      List.of("matrix", "json", "report", "help", "check-arguments");

  private MatrixPlan() {}

  /**
   * @throws LabException if the text is no plan, or two cells are the same
   */
  public static List<Cell> parse(String text) {
    JsonNode root = read(text);
    root.fieldNames()
        .forEachRemaining(name -> {
          if (!SECTIONS.contains(name)) {
            throw new LabException("section \"%s\"; expected %s".formatted(name, SECTIONS));
          }
        });
    Map<String, String> defaults = options(root.path("defaults"));
    List<Cell> cells = new ArrayList<>();
    if (root.has("axes")) {
      combinations(root.get("axes")).forEach(each -> cells.add(cell(defaults, each)));
    }
    root.path("cells").forEach(node -> cells.add(cell(defaults, options(node))));
    checkNames(cells);
    return List.copyOf(cells);
  }

  private static JsonNode read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (!root.isObject()) {
        throw new LabException("expected an object with " + SECTIONS);
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new LabException(e.getOriginalMessage(), e);
    }
  }

  private static void checkNames(List<Cell> cells) {
    if (cells.isEmpty()) {
      throw new LabException("no cell; expected axes or cells");
    }
    Set<String> names = new HashSet<>();
    for (Cell cell : cells) {
      if (!names.add(cell.name())) {
        throw new LabException("two cells are \"" + cell.name() + "\"");
      }
    }
  }

  // The name shows how a cell differs from the defaults.
  private static Cell cell(Map<String, String> defaults, Map<String, String> own) {
    List<String> words = new ArrayList<>();
    own.forEach((name, value) -> words.add(name + "=" + value));
    Map<String, String> all = new LinkedHashMap<>(defaults);
    all.putAll(own);
    List<String> arguments = new ArrayList<>();
    all.forEach((name, value) -> {
      if (value.equals("true")) {
        arguments.add("--" + name);
      } else if (!value.equals("false")) {
        arguments.add("--" + name + "=" + value);
      }
    });
    return new Cell(words.isEmpty() ? "defaults" : String.join(" ", words), arguments);
  }

  private static List<Map<String, String>> combinations(JsonNode axes) {
    List<Map<String, String>> all = new ArrayList<>(List.of(Map.of()));
    axes.properties()
        .forEach(axis -> {
          List<Map<String, String>> longer = new ArrayList<>();
          for (Map<String, String> each : all) {
            for (JsonNode value : axis.getValue()) {
              Map<String, String> more = new LinkedHashMap<>(each);
              more.put(name(axis.getKey()), value(axis.getKey(), value));
              longer.add(more);
            }
          }
          all.clear();
          all.addAll(longer);
        });
    return all;
  }

  private static Map<String, String> options(JsonNode node) {
    Map<String, String> options = new LinkedHashMap<>();
    node.properties()
        .forEach(each -> options.put(name(each.getKey()), value(each.getKey(), each.getValue())));
    return options;
  }

  private static String name(String name) {
    if (NOT_IN_CELLS.contains(name)) {
      throw new LabException("option \"%s\" belongs to the whole matrix".formatted(name));
    }
    return name;
  }

  private static String value(String name, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw new LabException("\"%s\": %s; expected a text or a number".formatted(name, value));
    }
    return value.asText();
  }
}
