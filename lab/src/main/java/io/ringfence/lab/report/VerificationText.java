package io.ringfence.lab.report;

import java.util.List;
import java.util.Locale;

/** A verification for a terminal. */
public final class VerificationText {
  private VerificationText() {}

  /** Whether everything came out. */
  public static String conclusion(Verification verification) {
    return verification.passed()
        ? "Unsound policies were caught and sound ones held, in everything that was run."
        : "FAILED: an unsound policy was not caught, or a sound one did not hold.";
  }

  static String of(Verification verification) {
    TextTable model = new TextTable().row(List.of("point", "architecture", "policy", "model"));
    verification
        .points()
        .forEach(
            each -> model.row(List.of(each.point(), each.arch(), each.policy(), each.model())));
    TextTable stress =
        new TextTable().row(List.of("point", "policy", "trials", "lost", "a million", "verdict"));
    verification
        .stress()
        .forEach(each ->
            stress.row(
                List.of(
                    each.point(),
                    each.policy(),
                    Long.toString(each.trials()),
                    Long.toString(each.lost()),
                    String.format(Locale.ROOT, "%.1f", each.perMillion()),
                    each.verdict())));
    TextTable primitives =
        new TextTable().row(List.of("test", "policy", "observed", "samples", "verdict"));
    verification
        .jcstress()
        .forEach(each ->
            primitives.row(
                List.of(
                    each.test(),
                    each.policy(),
                    Long.toString(each.observed()),
                    Long.toString(each.samples()),
                    each.verdict())));
    return model
        + "\n"
        + stress
        + "\n"
        + primitives
        + conclusion(verification)
        + "\n"
        + String.join("\n", verification.notes());
  }
}
