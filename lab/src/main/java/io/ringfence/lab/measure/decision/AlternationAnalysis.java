package io.ringfence.lab.measure.decision;

import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import io.ringfence.lab.measure.slices.TransactionCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The analysis of an alternation.
 *
 * @param planHash SHA-256 of the plan's text
 * @param boots the number of boots with slices; fewer than planned when the run was ended early
 * @param slices the number of slices that count
 * @param superblocks the number of superblocks of all boots
 * @param findings of every contrast in every metric, the primary metric's first
 * @param controls without which no verdict is given
 * @param reconciliation of transactions; without it there is no verdict either
 * @param carryOvers of every policy against the reference
 * @param spreads of every policy's instances
 * @param voided slices of every arm that do not count
 */
public record AlternationAnalysis(
    Plan plan,
    String planHash,
    int boots,
    int slices,
    int superblocks,
    List<Finding> findings,
    List<ControlOutcome> controls,
    ControlOutcome reconciliation,
    List<CarryOver> carryOvers,
    List<Spread> spreads,
    SortedMap<Arm, Integer> voided) {

  private static final Comparator<Slice> IN_TIME =
      Comparator.comparingInt(Slice::boot).thenComparingLong(Slice::beginNanos);

  public AlternationAnalysis {
    findings = List.copyOf(findings);
    controls = List.copyOf(controls);
    carryOvers = List.copyOf(carryOvers);
    spreads = List.copyOf(spreads);
  }

  /**
   * Analyses the slices of all boots.
   *
   * @param counts of each boot's transactions
   * @throws IllegalArgumentException when slices do not belong to the plan or an arm has none
   */
  public static AlternationAnalysis of(
      Plan plan, List<Slice> slices, List<TransactionCount> counts) {
    List<Slice> counted = slices.stream().filter(slice -> !slice.voided()).sorted(IN_TIME).toList();
    Superblocks superblocks = Superblocks.of(plan, counted);
    Estimator estimator = new Estimator(plan, superblocks);
    List<Integer> boots = superblocks.boots();
    return new AlternationAnalysis(
        plan,
        plan.hash(),
        boots.size(),
        counted.size(),
        boots.stream().mapToInt(superblocks::count).sum(),
        new Judge(plan, superblocks, estimator, counted).findings(),
        controls(plan, estimator),
        Reconciliation.outcome(boots, counts),
        new CarryOvers(plan, estimator, counted).all(),
        plan.policies().stream().map(policy -> Spread.of(plan, estimator, boots, policy)).toList(),
        voided(plan, slices));
  }

  private static List<ControlOutcome> controls(Plan plan, Estimator estimator) {
    List<ControlOutcome> controls = new ArrayList<>();
    controls.addAll(new AaControl(plan, estimator).outcomes());
    controls.addAll(new DoseControl(plan, estimator).outcomes());
    controls.addAll(new CallControl(plan, estimator).outcomes());
    return controls;
  }

  private static SortedMap<Arm, Integer> voided(Plan plan, List<Slice> slices) {
    SortedMap<Arm, Integer> voided = new TreeMap<>();
    plan.arms().forEach(arm -> voided.put(arm, 0));
    slices.stream()
        .filter(Slice::voided)
        .forEach(slice -> voided.merge(slice.arm(), 1, Integer::sum));
    return voided;
  }

  /**
   * Returns whether the controls allow verdicts: none failed, and transactions were reconciled. A
   * control that is not shown forbids nothing; the report names it beside the verdicts.
   */
  public boolean mayConclude() {
    return reconciliation.state() == State.PASSED
        && controls.stream().noneMatch(control -> control.state() == State.FAILED);
  }
}
