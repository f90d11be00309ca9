package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.BinomialBounds;
import io.ringfence.lab.kit.statistics.Interval;

/**
 * Whether a few slices decide a contrast against the rest.
 *
 * <p>The verdict is on sums, which include stalls in full. The typical difference is reported
 * beside it. The two disagree, and tails differ, when one of two rules holds. Both were fixed
 * beforehand:
 *
 * <ul>
 *   <li>the estimate lies outside Hodges and Lehmann's interval over superblocks, or
 *   <li>the shares that stalls took differ by more than half the margin.
 * </ul>
 *
 * <p>The second rule describes these data: arms are drawn at random, so one stall alone falls under
 * either policy by chance. {@code chance} separates one stall from many.
 *
 * @param typical Hodges and Lehmann's estimate over superblocks and its interval, in percent;
 *     conditional on the instances that ran
 * @param stalls of the policy
 * @param referenceStalls of the reference
 * @param stalledPercent of the policy's time or CPU that stalls took
 * @param referenceStalledPercent the same of the reference
 * @param chance p-value of the two counts if stalls fell on slices at random
 * @param differ whether a rule holds
 */
public record Tails(
    Interval typical,
    int stalls,
    int referenceStalls,
    double stalledPercent,
    double referenceStalledPercent,
    double chance,
    boolean differ) {

  /**
   * @param estimate of the contrast in percent
   */
  static Tails of(
      double estimate, Interval typical, Stalls policy, Stalls reference, double margin) {
    double gap = Math.abs(policy.percent() - reference.percent());
    int slices = policy.slices() + reference.slices();
    double chance =
        BinomialBounds.p(
            policy.count() + reference.count(), (double) policy.slices() / slices, policy.count());
    return new Tails(
        typical,
        policy.count(),
        reference.count(),
        policy.percent(),
        reference.percent(),
        chance,
        !typical.holds(estimate) || gap > margin / 2);
  }
}
