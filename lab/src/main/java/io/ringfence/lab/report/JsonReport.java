package io.ringfence.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.lab.daemon.Barriers;
import io.ringfence.lab.experiment.Metric;
import io.ringfence.lab.experiment.PairedDifference;
import io.ringfence.lab.experiment.Run;
import io.ringfence.lab.experiment.Summary;
import java.util.List;

/** The result for programs: every run's raw figures, and what the text report says of them. */
public final class JsonReport {
  /** Grows when the meaning of a field changes. */
  private static final int FORMAT_VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  public static String of(Summary summary, List<Barriers> barriers, List<Run> runs, Facts facts) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "ringfence-tcp-rr").put("formatVersion", FORMAT_VERSION);
    root.put("started", facts.started().toString());
    root.set("options", JSON.valueToTree(facts.options()));
    root.set("machine", JSON.valueToTree(facts.machine()));
    root.put("qemu", facts.qemu()).put("accelerator", facts.accelerator());
    root.put("guestKernel", facts.guestKernel()).put("daemonVersion", facts.daemonVersion());
    root.set("barriers", JSON.valueToTree(barriers));
    ArrayNode array = root.putArray("runs");
    runs.forEach(run -> array.add(run(run)));
    ArrayNode policies = root.putArray("summary");
    summary.policies().forEach(policy -> policies.add(policy(summary, policy)));
    root.set("alarms", JSON.valueToTree(facts.alarms()));
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode run(Run run) {
    ObjectNode node = JSON.createObjectNode();
    node.put("block", run.block()).put("policy", run.policy());
    node.put("startedMillis", run.startedMillis());
    node.set("netperf", JSON.valueToTree(run.netperf().values()));
    node.put("guestBusyMicros", run.guestBusyMicros());
    node.put("guestTotalMicros", run.guestTotalMicros());
    node.put("qemuCpuMicros", run.qemuCpuMicros());
    node.put("daemonCpuMicros", run.daemonCpuMicros());
    node.put("workerCpuMicros", run.workerCpuMicros());
    node.set("counters", JSON.valueToTree(run.counters()));
    node.set("figures", JSON.valueToTree(run.figures()));
    return node;
  }

  private static ObjectNode policy(Summary summary, String policy) {
    ObjectNode node = JSON.createObjectNode();
    node.put("policy", policy);
    ObjectNode means = node.putObject("means");
    ObjectNode differences = node.putObject("differencePercent");
    for (Metric metric : Metric.values()) {
      means.put(metric.key(), summary.mean(policy, metric));
      if (!policy.equals(summary.policies().getFirst())) {
        summary
            .difference(policy, metric)
            .ifPresent(difference -> put(differences.putObject(metric.key()), difference));
      }
    }
    return node;
  }

  private static void put(ObjectNode node, PairedDifference difference) {
    node.put("pairs", difference.pairs()).put("mean", difference.mean());
    if (!Double.isNaN(difference.halfWidth())) {
      node.put("low", difference.low()).put("high", difference.high());
    }
  }
}
