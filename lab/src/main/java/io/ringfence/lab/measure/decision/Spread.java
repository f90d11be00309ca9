package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Student;
import io.ringfence.lab.measure.slices.Arm;
import java.util.ArrayList;
import java.util.List;

/**
 * The spread of one policy's instances in the primary metric.
 *
 * @param policy whose instances they are
 * @param instances of every boot
 * @param deviationPercent standard deviation between instances of one boot, over all boots; it
 *     includes the scatter of slices; NaN with one instance
 */
public record Spread(String policy, List<Instance> instances, double deviationPercent) {

  /**
   * One instance of one boot.
   *
   * @param percent against the mean of the reference's instances in this boot
   */
  public record Instance(int boot, Arm arm, double percent) {}

  public Spread {
    instances = List.copyOf(instances);
  }

  static Spread of(Plan plan, Estimator estimator, List<Integer> boots, String policy) {
    List<Arm> arms = plan.arms(policy);
    List<Instance> instances = new ArrayList<>();
    double squares = 0;
    for (int boot : boots) {
      double[] values = estimator.values(boot, arms, plan.primary());
      double reference =
          Student.mean(estimator.values(boot, plan.arms(plan.reference()), plan.primary()));
      for (int i = 0; i < values.length; i++) {
        instances.add(new Instance(boot, arms.get(i), Percent.of(values[i] - reference)));
      }
      squares += Math.pow(Student.deviation(values), 2);
    }
    return new Spread(policy, instances, 100 * Math.sqrt(squares / boots.size()));
  }
}
