package io.ringfence.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.Comparison;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.experiment.Metric;

/** The analysis of an experiment, for programs. Limits that do not exist are left out. */
final class AnalysisJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnalysisJson() {}

  static ObjectNode of(Analysis analysis) {
    ObjectNode node = JSON.createObjectNode();
    node.put("title", analysis.experiment().design().title());
    node.put("mayConclude", analysis.mayConclude());
    ArrayNode controls = node.putArray("controls");
    analysis.checks().forEach(check -> controls.add(check(check)));
    ArrayNode comparisons = node.putArray("comparisons");
    analysis.comparisons().forEach(each -> comparisons.add(comparison(analysis, each)));
    analysis
        .doseSlope()
        .ifPresent(slope -> {
          put(node.putObject("dosePercentPerThousandFences"), slope.percent());
          put(node.putObject("doseDaemonCpuNanosPerFence"), slope.cpuNanos());
        });
    ObjectNode means = node.putObject("means");
    for (String policy : analysis.experiment().measured()) {
      means(analysis, policy, means.putObject(policy));
    }
    return node;
  }

  static ObjectNode check(ControlOutcome check) {
    return JSON.createObjectNode()
        .put("title", check.title())
        .put("must", check.must())
        .put("seen", check.seen())
        .put("state", check.state().name());
  }

  private static ObjectNode comparison(Analysis analysis, Comparison comparison) {
    ObjectNode node = JSON.createObjectNode();
    node.put("policy", comparison.policy()).put("reference", comparison.reference());
    node.put("metric", comparison.metric().key());
    node.put("sameInstructions", comparison.same());
    node.put(analysis.unit(2), comparison.units());
    node.put("verdict", comparison.verdict().label());
    if (comparison.more() != 0) {
      node.put("more", comparison.more());
    }
    put(node.putObject("differencePercent"), comparison.interval());
    put(node.putObject("tostPercent"), comparison.tost());
    put(node.putObject("rankPercent"), comparison.rank());
    return node;
  }

  private static void means(Analysis analysis, String policy, ObjectNode node) {
    for (Metric metric : Metric.values()) {
      analysis
          .summary(policy, metric)
          .ifPresent(summary -> {
            ObjectNode figures = node.putObject(metric.key()).put("mean", summary.mean());
            if (Double.isFinite(summary.deviation())) {
              figures.put("deviation", summary.deviation());
            }
          });
    }
  }

  static void put(ObjectNode node, Interval interval) {
    node.put("estimate", interval.estimate());
    if (interval.bounded()) {
      node.put("low", interval.low()).put("high", interval.high());
    }
  }
}
