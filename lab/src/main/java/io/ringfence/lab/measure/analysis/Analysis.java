package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.statistics.Summary;
import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.measure.experiment.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The analysis of an experiment.
 *
 * @param costControls the controls that a verdict on cost requires
 * @param safetyControls the controls that a statement about lost notifications requires
 * @param comparisons of every requested policy with the reference, in every metric
 * @param doseSlope the cost of extra fences; empty without them
 */
public record Analysis(
    Experiment experiment,
    List<ControlOutcome> costControls,
    List<ControlOutcome> safetyControls,
    List<Comparison> comparisons,
    Optional<DoseSlope> doseSlope) {

  // netserver and the lab use about a tenth.
  private static final double MOST_OTHERS_PERCENT = 25;

  public Analysis {
    costControls = List.copyOf(costControls);
    safetyControls = List.copyOf(safetyControls);
    comparisons = List.copyOf(comparisons);
  }

  public static Analysis of(Experiment experiment) {
    Design design = experiment.design();
    return new Analysis(
        experiment,
        costControls(design, experiment.runs(), experiment.twin()),
        List.of(SafetyControls.sound(experiment), SafetyControls.negative(experiment)),
        comparisons(design, experiment.sameAsReference(), experiment.runs()),
        DoseSlope.of(design, experiment.runs()));
  }

  /**
   * Returns whether a sequential experiment may stop: a look is due, every rate is decided, and the
   * dose control, which needs pairs too, has passed.
   *
   * @param same the policies whose instructions are the reference's
   */
  public static boolean decided(Design design, Set<String> same, List<Run> runs) {
    int units =
        (int)
            (design.bootIsUnit()
                ? runs.stream().mapToInt(Run::boot).distinct().count()
                : Pairs.blocks(runs).size());
    return Comparison.looks(design, units, Comparison.ALPHA).due(units)
        && comparisons(design, same, runs).stream()
            .filter(each -> each.metric() == Metric.RATE)
            .noneMatch(each -> each.verdict() == Verdict.NOT_DECIDED)
        && CostControls.doseResponse(design, runs).state() != State.NOT_SHOWN;
  }

  /** Returns whether the controls allow a verdict on cost. */
  public boolean mayConclude() {
    return costControls.stream()
            .allMatch(check -> check.state() == State.PASSED || check.state() == State.LEFT_OUT)
        && safetyControls.stream().noneMatch(check -> check.state() == State.FAILED);
  }

  /** Returns whether a control for cost was left out. */
  public boolean controlsLeftOut() {
    return costControls.stream().anyMatch(check -> check.state() == State.LEFT_OUT);
  }

  /** Returns the controls in the order of the report. */
  public List<ControlOutcome> checks() {
    List<ControlOutcome> all = new ArrayList<>(costControls);
    all.addAll(safetyControls);
    return all;
  }

  /** Returns the comparison of a policy in a metric; empty if there is none. */
  public Optional<Comparison> comparison(String policy, Metric metric) {
    return comparisons.stream()
        .filter(each -> each.policy().equals(policy) && each.metric() == metric)
        .findFirst();
  }

  /** Returns the policies that are compared with the reference. */
  public List<String> compared() {
    List<String> policies = experiment.design().policies();
    return policies.subList(1, policies.size());
  }

  /** Returns the summary of a policy's runs; empty if a run does not have the figure. */
  public Optional<Summary> summary(String policy, Metric metric) {
    double[] figures = figures(policy, metric);
    return figures.length == 0 || Arrays.stream(figures).anyMatch(x -> !Double.isFinite(x))
        ? Optional.empty()
        : Optional.of(Summary.of(figures));
  }

  /**
   * Returns remarks for readers: notes taken during the experiment, unsound policies, alarms, and
   * the CPU time of other programs.
   */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(experiment.notes());
    for (BarrierStatus each : experiment.barriers()) {
      if (!each.correct()) {
        remarks.add(each.policy() + " is NOT sound on this architecture.");
      }
    }
    double others =
        experiment.runs().stream()
            .mapToDouble(run -> run.figure(Metric.OTHERS_CPU))
            .average()
            .orElse(0);
    if (others > MOST_OTHERS_PERCENT) {
      remarks.add(
          "Other programs had %.0f %% of this machine's CPU time during the runs: figures scatter."
              .formatted(others));
    }
    if (!experiment.alarms().isEmpty()) {
      remarks.add(
          "The daemon's log has %d lines at WARN or ERROR: %s"
              .formatted(experiment.alarms().size(), String.join(" | ", experiment.alarms())));
    }
    return remarks;
  }

  /** Returns a figure of every run of a policy, in the order of the runs. */
  public double[] figures(String policy, Metric metric) {
    return experiment.runs().stream()
        .filter(run -> run.policy().equals(policy))
        .mapToDouble(run -> run.figure(metric))
        .toArray();
  }

  /** Returns the name of a unit of the statistics. */
  public String unit(int count) {
    String name = experiment.design().bootIsUnit() ? "boot" : "pair";
    return count == 1 ? name : name + "s";
  }

  private static List<ControlOutcome> costControls(Design design, List<Run> runs, String twin) {
    return List.of(
        CostControls.sameInstructions(design, runs, twin), CostControls.doseResponse(design, runs));
  }

  private static List<Comparison> comparisons(Design design, Set<String> same, List<Run> runs) {
    List<Comparison> comparisons = new ArrayList<>();
    for (String policy : design.policies().subList(1, design.policies().size())) {
      for (Metric metric : Metric.COMPARED) {
        Comparison.of(design, same, runs, policy, metric).ifPresent(comparisons::add);
      }
    }
    return comparisons;
  }
}
