package io.ringfence.lab.measure.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A verification as flat JSON, for reports. */
public final class VerificationJson {
  /** What a file says it is, in {@code kind}. */
  public static final String KIND = "verify";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private VerificationJson() {}

  /**
   * Names: {@code kind}, {@code machine}, {@code architecture}, {@code passed}, {@code origin},
   * {@code points}, {@code stress}, {@code jcstress}, {@code notes}.
   */
  public static String of(Verification seen) {
    ObjectNode root = JSON.createObjectNode();
    root.put("kind", KIND);
    root.set("machine", JSON.valueToTree(seen.machine()));
    root.put("architecture", seen.architecture()).put("passed", seen.asItMust());
    root.set("origin", JSON.valueToTree(seen.origin()));
    ArrayNode points = root.putArray("points");
    seen.formal().forEach(verdict -> point(points.addObject(), verdict));
    ArrayNode stress = root.putArray("stress");
    seen.stress().forEach(result -> stress(stress.addObject(), result));
    ArrayNode jcstress = root.putArray("jcstress");
    seen.jcstress().forEach(result -> jcstress(jcstress.addObject(), result));
    root.set("notes", JSON.valueToTree(seen.notes()));
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void point(ObjectNode node, FormalVerdict verdict) {
    node.put("point", verdict.point())
        .put("arch", verdict.arch())
        .put("policy", verdict.policy())
        .put("model", verdict.allowed() ? "allowed" : "forbidden")
        .put("source", String.join(" ", verdict.tests()));
  }

  private static void stress(ObjectNode node, StressResult result) {
    node.put("point", result.point())
        .put("policy", result.policy())
        .put("trials", result.trials())
        .put("lost", result.lost())
        .put("verdict", result.verdict());
  }

  private static void jcstress(ObjectNode node, JcstressResult result) {
    node.put("test", result.test())
        .put("policy", result.policy())
        .put("observed", result.observed())
        .put("samples", result.samples())
        .put("verdict", result.verdict());
  }
}
