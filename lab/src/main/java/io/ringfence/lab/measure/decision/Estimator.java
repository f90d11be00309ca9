package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.kit.statistics.Student;
import io.ringfence.lab.measure.slices.Arm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Estimates the logarithm of the ratio of one group of arms to another.
 *
 * <p>The value of an instance is the mean over superblocks of the logarithm of its ratio of sums.
 * All instances run in the same superblocks. Drift adds the same amount to each of them. So it
 * cancels in the difference of two groups, and it adds nothing to the spread between instances.
 * Given the drift, the values of instances are independent. Values from which the reference's mean
 * was subtracted are not: they share the reference's error, and a test on them misses its spread.
 *
 * <p>A unit of the statistics is what is drawn independently. It is never a slice, since all slices
 * of an instance share its compiled code.
 *
 * <ul>
 *   <li>One boot: a unit is an instance. Welch's test compares both groups of instances. The result
 *       holds for this boot only.
 *   <li>Several boots: a unit is a boot. Student's test takes one difference of group means a boot.
 * </ul>
 */
final class Estimator {
  private final Plan plan;
  private final Superblocks superblocks;
  private final Map<Key, Double> values = new HashMap<>();

  private record Key(int boot, Arm arm, SliceMetric metric) {}

  Estimator(Plan plan, Superblocks superblocks) {
    this.plan = plan;
    this.superblocks = superblocks;
  }

  /** Returns the effect of a contrast, as a difference of natural logarithms. */
  Effect effect(Contrast contrast, SliceMetric metric) {
    return effect(plan.arms(contrast.policy()), plan.arms(contrast.reference()), metric);
  }

  /**
   * Returns the effect of a group of arms against another. With one instance in a group of a plan
   * of one boot, and with one boot of a plan of several, it has no limits.
   */
  Effect effect(List<Arm> group, List<Arm> reference, SliceMetric metric) {
    return plan.bootIsUnit()
        ? Effect.ofMean(perBoot(group, reference, metric))
        : Effect.welch(values(onlyBoot(), group, metric), values(onlyBoot(), reference, metric));
  }

  /** Returns the difference of the groups' means in every boot. */
  double[] perBoot(List<Arm> group, List<Arm> reference, SliceMetric metric) {
    return superblocks.boots().stream()
        .mapToDouble(boot ->
            Student.mean(values(boot, group, metric))
                - Student.mean(values(boot, reference, metric)))
        .toArray();
  }

  /** Returns the value of every arm of a group in a boot. */
  double[] values(int boot, List<Arm> group, SliceMetric metric) {
    return group.stream()
        .mapToDouble(arm -> values.computeIfAbsent(new Key(boot, arm, metric), this::value))
        .toArray();
  }

  private double value(Key key) {
    return Student.mean(superblocks.logs(key.boot(), key.arm(), key.metric()));
  }

  private int onlyBoot() {
    List<Integer> boots = superblocks.boots();
    if (boots.size() != 1) {
      throw new IllegalArgumentException(
          "slices of %d boots %s; the plan has one".formatted(boots.size(), boots));
    }
    return boots.getFirst();
  }
}
