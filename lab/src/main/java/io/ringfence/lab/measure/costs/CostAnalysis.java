package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.statistics.Median;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import java.util.ArrayList;
import java.util.List;

/**
 * The analysis of the runs.
 *
 * @param checks the controls; without them there is no conclusion
 * @param comparisons of every whole policy with the reference, ring by ring and traffic by traffic
 * @param points the costs of single ordering points
 * @param doses a line for each ring
 */
public record CostAnalysis(
    CostExperiment experiment,
    List<ControlOutcome> checks,
    List<CostComparison> comparisons,
    List<PointCost> points,
    List<DoseLine> doses) {
  private static final double MOST_OTHERS_PERCENT = 10;

  public CostAnalysis {
    checks = List.copyOf(checks);
    comparisons = List.copyOf(comparisons);
    points = List.copyOf(points);
    doses = List.copyOf(doses);
  }

  public static CostAnalysis of(CostExperiment experiment) {
    CostDesign design = experiment.design();
    CostSample sample = new CostSample(experiment);
    List<DoseLine> doses =
        design.rings().stream().map(ring -> DoseLine.of(design, sample, ring)).toList();
    List<ControlOutcome> checks = new ArrayList<>();
    for (String ring : design.rings()) {
      checks.add(CostChecks.sameInstructions(design, sample, ring));
    }
    double fence = Median.of(experiment.fenceNanos());
    doses.forEach(line -> checks.add(CostChecks.straight(line)));
    doses.forEach(line -> checks.add(CostChecks.slope(line, fence)));
    return new CostAnalysis(
        experiment, checks, comparisons(design, sample), points(experiment, sample), doses);
  }

  /** Returns whether every control passed. */
  public boolean mayConclude() {
    return checks.stream().allMatch(check -> check.state() == State.PASSED);
  }

  /** Returns remarks that a reader of the figures needs. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    double others = Median.of(experiment.othersPercent());
    if (others > MOST_OTHERS_PERCENT) {
      remarks.add(
          "Other programs had %.0f %% of this machine's CPU time during the runs: figures scatter."
              .formatted(others));
    }
    remarks.add(
        "Cache traffic between the two processors is part of every figure. In "
            + "a round trip, device work that overlaps the driver's does not show; "
            + "with frames waiting, all of it does.");
    return remarks;
  }

  private static List<CostComparison> comparisons(CostDesign design, CostSample sample) {
    List<CostComparison> comparisons = new ArrayList<>();
    for (String ring : design.rings()) {
      for (TrafficPattern traffic : design.traffics()) {
        CostCell reference = new CostCell(ring, traffic, design.reference());
        for (String policy : design.policies()) {
          comparisons.add(
              CostComparison.of(
                  sample, reference.under(policy), reference, design.marginPercent()));
        }
      }
    }
    return comparisons;
  }

  private static List<PointCost> points(CostExperiment experiment, CostSample sample) {
    List<PointCost> points = new ArrayList<>();
    for (String ring : experiment.design().rings()) {
      for (PointGroup point : PointGroup.of(ring)) {
        for (String order : experiment.design().orders()) {
          points.add(PointCost.of(experiment, sample, point, order));
        }
      }
    }
    return points;
  }
}
