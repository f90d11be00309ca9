package io.ringfence.lab.measure.decision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ringfence.lab.measure.slices.Arm;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The plan of an alternation and of its analysis, fixed before the first slice.
 *
 * @param policies the policies that run; the first is the reference of controls
 * @param instances of each policy, separately compiled
 * @param boots of guest and daemon; with more than one, a boot is the unit of the statistics
 * @param blocks of each boot; a block has one slice of each arm
 * @param superblock blocks whose slices of an arm are summed up together, 40 to 50
 * @param timing of slices
 * @param metrics the metrics of the analysis; the first is the primary one
 * @param contrasts the contrasts of the analysis
 * @param sensitivity doses against the reference that must come out different; a dose of about
 *     twice the margin is the strongest proof
 * @param splits policies that separate calls from barriers
 * @param identical groups of policies whose instructions are the same on this machine
 * @param marginPercent differences of a ratio up to this are called equivalent
 * @param alpha chance of error of one verdict
 * @param power chance with which this budget finds two equal policies equivalent; 0 when it
 *     promises nothing
 * @param seed of the sequence of arms and lengths
 */
public record Plan(
    List<String> policies,
    int instances,
    int boots,
    int blocks,
    int superblock,
    Timing timing,
    List<SliceMetric> metrics,
    List<Contrast> contrasts,
    List<Contrast> sensitivity,
    List<CallSplit> splits,
    List<List<String>> identical,
    double marginPercent,
    double alpha,
    double power,
    long seed) {

  /** The default number of blocks of a superblock. */
  public static final int SUPERBLOCK = 45;

  public Plan {
    policies = List.copyOf(policies);
    metrics = List.copyOf(metrics);
    contrasts = List.copyOf(contrasts);
    sensitivity = List.copyOf(sensitivity);
    splits = List.copyOf(splits);
    identical = identical.stream().map(List::copyOf).toList();
    PlanChecks.numbers(instances, boots, blocks, superblock);
    PlanChecks.chances(marginPercent, alpha, power);
    PlanChecks.names(policies, metrics, contrasts, sensitivity, splits, identical);
  }

  /** Returns the policy with which controls compare. */
  @JsonIgnore
  public String reference() {
    return policies.getFirst();
  }

  /** Returns the primary metric. */
  @JsonIgnore
  public SliceMetric primary() {
    return metrics.getFirst();
  }

  /** Returns every instance of every policy. */
  @JsonIgnore
  public List<Arm> arms() {
    return policies.stream().flatMap(policy -> arms(policy).stream()).toList();
  }

  /** Returns every instance of a policy. */
  List<Arm> arms(String policy) {
    return IntStream.rangeClosed(1, instances).mapToObj(each -> new Arm(policy, each)).toList();
  }

  /** Returns true when a boot, not an instance, is the unit of the statistics. */
  @JsonIgnore
  public boolean bootIsUnit() {
    return boots > 1;
  }

  /** Returns the margin as a natural logarithm of a ratio. */
  @JsonIgnore
  double logMargin() {
    return Math.log1p(marginPercent / 100);
  }

  /** Returns the canonical text: one declaration a line, the same for equal plans. */
  public String text() {
    return PlanText.of(this);
  }

  /** Returns the SHA-256 of {@link #text()}, in 64 hexadecimal digits. */
  public String hash() {
    return PlanText.hash(this);
  }
}
