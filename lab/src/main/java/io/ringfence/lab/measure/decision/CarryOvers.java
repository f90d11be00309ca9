package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Student;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Estimates carry-over.
 *
 * <p>A slice's cost is compared with the expected cost of its transactions under its own policy, at
 * the level of its own block. So neither drift nor the slices' own policies affect the estimate.
 * Units are superblocks of one boot, or boots.
 */
final class CarryOvers {
  private final Plan plan;
  private final Map<String, Double> levels = new HashMap<>();
  private final Map<String, String> policies = new HashMap<>();
  private final SortedMap<Integer, SortedMap<Integer, List<Slice>>> boots = new TreeMap<>();

  /**
   * @param slices without voided ones
   */
  CarryOvers(Plan plan, Estimator estimator, List<Slice> slices) {
    this.plan = plan;
    for (String policy : plan.policies()) {
      double difference =
          policy.equals(plan.reference())
              ? 0
              : estimator.effect(new Contrast(policy, plan.reference()), plan.primary()).estimate();
      levels.put(policy, Math.exp(plan.primary().cost(difference)));
    }
    for (Slice slice : slices) {
      boots
          .computeIfAbsent(slice.boot(), boot -> new TreeMap<>())
          .computeIfAbsent(slice.block(), block -> new ArrayList<>())
          .add(slice);
    }
  }

  /** Returns the effect of every policy but the reference. */
  List<CarryOver> all() {
    return plan.policies().stream()
        .filter(policy -> !policy.equals(plan.reference()))
        .map(this::of)
        .toList();
  }

  private CarryOver of(String previous) {
    List<double[]> units = boots.values().stream().map(each -> ofBoot(each, previous)).toList();
    double[] values =
        plan.bootIsUnit()
            ? units.stream().filter(each -> each.length > 0).mapToDouble(Student::mean).toArray()
            : units.getFirst();
    Interval interval =
        values.length == 0
            ? Interval.unbounded(Double.NaN)
            : Effect.ofMean(values).interval(plan.alpha());
    return new CarryOver(previous, plan.reference(), interval.map(Percent::of));
  }

  private double[] ofBoot(SortedMap<Integer, List<Slice>> blocks, String previous) {
    List<Double> values = new ArrayList<>();
    After policy = new After(previous);
    After reference = new After(plan.reference());
    int size = 0;
    for (List<Slice> block : blocks.values()) {
      double level = level(block);
      policy.add(block, level);
      reference.add(block, level);
      size++;
      if (size >= plan.superblock() && policy.complete() && reference.complete()) {
        values.add(plan.primary().cost(policy.log() - reference.log()));
        policy = new After(previous);
        reference = new After(plan.reference());
        size = 0;
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private String previousPolicy(Slice slice) {
    String arm = slice.previousArm();
    return arm.isEmpty() ? arm : policies.computeIfAbsent(arm, text -> Arm.parse(text).policy());
  }

  /** Returns the cost of a transaction of the reference in this block, from all of its slices. */
  private double level(List<Slice> block) {
    double cost = 0;
    double expected = 0;
    for (Slice slice : block) {
      cost += plan.primary().cost(slice);
      expected += slice.transactions() * levels.get(slice.policy());
    }
    return expected == 0 ? 0 : cost / expected;
  }

  /** Sums over the slices that follow a policy. */
  private final class After {
    private final String previous;
    private double cost;
    private double expected;

    After(String previous) {
      this.previous = previous;
    }

    void add(List<Slice> block, double level) {
      for (Slice slice : block) {
        if (previousPolicy(slice).equals(previous)) {
          cost += plan.primary().cost(slice);
          expected += slice.transactions() * levels.get(slice.policy()) * level;
        }
      }
    }

    boolean complete() {
      return cost > 0 && expected > 0;
    }

    double log() {
      return Math.log(cost / expected);
    }
  }
}
