package io.ringfence.lab.measure.decision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan as text and as a hash.
 *
 * <p>The hash is printed before the first slice. A report with the same hash was judged by what was
 * declared then.
 */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    Timing timing = plan.timing();
    return String.join(
        "\n",
        "ringfence plan 1",
        "policies " + words(plan.policies()),
        "instances " + plan.instances(),
        "boots " + plan.boots(),
        "blocks " + plan.blocks(),
        "superblock " + plan.superblock(),
        "slice-millis " + timing.leastSliceMillis() + " " + timing.mostSliceMillis(),
        "washout-millis " + timing.washoutMillis(),
        "metrics " + words(plan.metrics().stream().map(SliceMetric::label).toList()),
        "contrasts " + words(plan.contrasts()),
        "sensitivity " + words(plan.sensitivity()),
        "splits " + splits(plan),
        "identical "
            + words(plan.identical().stream().map(group -> String.join("=", group)).toList()),
        "margin-percent " + plan.marginPercent(),
        "alpha " + plan.alpha(),
        "power " + plan.power(),
        "seed " + plan.seed(),
        "");
  }

  static String hash(Plan plan) {
    try {
      byte[] text = of(plan).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String splits(Plan plan) {
    return words(
        plan.splits().stream()
            .map(each -> each.policy() + "/" + each.twin() + "/" + each.inlined())
            .toList());
  }

  private static String words(List<?> values) {
    return values.isEmpty()
        ? "-"
        : values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
