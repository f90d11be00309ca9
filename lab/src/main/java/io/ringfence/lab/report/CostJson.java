package io.ringfence.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.lab.measure.costs.CostAnalysis;
import io.ringfence.lab.measure.costs.CostComparison;
import io.ringfence.lab.measure.costs.CostExperiment;
import io.ringfence.lab.measure.costs.DoseLine;
import io.ringfence.lab.measure.costs.PointCost;

/** A cost microbenchmark with its analysis, for programs. */
final class CostJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CostJson() {}

  static ObjectNode of(CostExperiment experiment) {
    CostAnalysis analysis = CostAnalysis.of(experiment);
    ObjectNode node = JSON.valueToTree(experiment);
    ObjectNode result = node.putObject("analysis");
    result.put("mayConclude", analysis.mayConclude());
    ArrayNode controls = result.putArray("controls");
    analysis.checks().forEach(check -> controls.add(AnalysisJson.check(check)));
    ArrayNode comparisons = result.putArray("comparisons");
    analysis.comparisons().forEach(each -> comparisons.add(comparison(each)));
    ArrayNode points = result.putArray("points");
    analysis.points().forEach(each -> points.add(point(each)));
    ArrayNode doses = result.putArray("doses");
    analysis.doses().forEach(each -> doses.add(dose(each)));
    return node;
  }

  private static ObjectNode comparison(CostComparison each) {
    ObjectNode node = JSON.createObjectNode();
    node.put("policy", each.cell().policy()).put("ring", each.cell().ring());
    node.put("traffic", each.cell().traffic().label()).put("reference", each.reference());
    node.put("nanosPerFrame", each.meanNanos()).put("units", each.units());
    if (!each.cell().policy().equals(each.reference())) {
      node.put("verdict", each.verdict().label());
      AnalysisJson.put(node.putObject("differenceNanos"), each.nanos());
      AnalysisJson.put(node.putObject("differencePercent"), each.percent());
      AnalysisJson.put(node.putObject("tostPercent"), each.tost());
    }
    return node;
  }

  private static ObjectNode point(PointCost each) {
    ObjectNode node = JSON.createObjectNode();
    node.put("point", each.point().title()).put("holds", each.order());
    node.put("executes", each.executes()).put("passesPerFrame", each.passes());
    AnalysisJson.put(node.putObject("differenceNanosPerPass"), each.nanos());
    return node;
  }

  private static ObjectNode dose(DoseLine each) {
    ObjectNode node = JSON.createObjectNode().put("ring", each.ring());
    node.put("rSquared", each.determination());
    AnalysisJson.put(node.putObject("nanosPerFence"), each.slope());
    return node;
  }
}
