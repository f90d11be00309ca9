package io.ringfence.lab.report;

import java.util.List;
import java.util.Locale;

/** A verification for a terminal. */
final class VerificationText {
  private VerificationText() {}

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
    TextTable primitives = new TextTable().row(List.of("test", "policy", "observed", "verdict"));
    verification
        .jcstress()
        .forEach(each ->
            primitives.row(List.of(each.test(), each.policy(), each.observed(), each.verdict())));
    return model + "\n" + stress + "\n" + primitives;
  }
}
