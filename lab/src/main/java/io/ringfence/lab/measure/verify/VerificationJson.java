package io.ringfence.lab.measure.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A verification as flat JSON, for reports. */
public final class VerificationJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private VerificationJson() {}

  /** Returns the components of {@link Verification}; a verdict's sources are one string. */
  public static String of(Verification seen) {
    ObjectNode root = JSON.valueToTree(seen);
    for (int i = 0; i < seen.points().size(); i++) {
      JsonNode point = root.path("points").path(i);
      ((ObjectNode) point).put("source", String.join(" ", seen.points().get(i).source()));
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
