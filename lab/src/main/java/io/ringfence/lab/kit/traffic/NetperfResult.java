package io.ringfence.lab.kit.traffic;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ringfence.lab.LabException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One netperf test's figures by output selector, as {@code -k} prints them: one {@code NAME=VALUE}
 * per line.
 */
public record NetperfResult(@JsonValue Map<String, String> values) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NetperfResult {
    values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Parses netperf's output and skips lines of other shapes (the banner).
   *
   * @throws LabException with the output if no line has the shape
   */
  public static NetperfResult parse(String output) {
    Map<String, String> values = new TreeMap<>();
    for (String line : output.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.substring(0, equals).matches("[A-Z0-9_]+")) {
        values.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    if (values.isEmpty()) {
      throw new LabException("netperf printed no figures: " + output.strip());
    }
    return new NetperfResult(values);
  }

  /**
   * Returns the figure of a selector.
   *
   * @throws LabException if it is missing or not a number
   */
  public double number(String selector) {
    String value = values.get(selector);
    if (value == null) {
      throw new LabException("netperf printed no %s, only %s".formatted(selector, values.keySet()));
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new LabException("netperf's %s is \"%s\", not a number".formatted(selector, value), e);
    }
  }
}
