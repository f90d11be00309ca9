package io.ringfence.lab.measure.decision;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** The checks of a plan. */
final class PlanChecks {
  private PlanChecks() {}

  static void numbers(int instances, int boots, int blocks, int superblock) {
    require(
        instances >= 1 && boots >= 1 && superblock >= 1 && blocks >= superblock,
        "%d instances, %d boots, %d blocks, superblocks of %d blocks; each is at least 1, and the blocks"
            + " fill a superblock",
        instances,
        boots,
        blocks,
        superblock);
  }

  static void chances(double marginPercent, double alpha, double power) {
    require(marginPercent > 0, "margin %s %%; a margin is more than 0", marginPercent);
    require(alpha > 0 && alpha < 0.5, "alpha %s; it is between 0 and 0.5", alpha);
    require(power >= 0 && power < 1, "power %s; it is 0, or less than 1", power);
  }

  static void names(
      List<String> policies,
      List<SliceMetric> metrics,
      List<Contrast> contrasts,
      List<Contrast> sensitivity,
      List<CallSplit> splits,
      List<List<String>> identical) {
    require(!policies.isEmpty(), "0 policies; a plan needs at least one");
    require(!metrics.isEmpty(), "0 metrics; the first is the primary one");
    require(
        new HashSet<>(policies).size() == policies.size(),
        "policies %s: one of them appears twice; an instance is a number, not a policy",
        policies);
    Stream.of(
            Stream.concat(contrasts.stream(), sensitivity.stream())
                .flatMap(each -> Stream.of(each.policy(), each.reference())),
            splits.stream().flatMap(each -> Stream.of(each.policy(), each.twin(), each.inlined())),
            identical.stream().flatMap(List::stream))
        .flatMap(names -> names)
        .forEach(name ->
            require(
                policies.contains(name),
                "%s is compared; the plan's policies are %s",
                name,
                policies));
  }

  private static void require(boolean held, String message, Object... values) {
    if (!held) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
