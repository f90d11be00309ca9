package io.ringfence.lab.report;

import io.ringfence.lab.measure.verify.FormalTable;
import io.ringfence.lab.measure.verify.FormalVerdict;
import io.ringfence.lab.measure.verify.JcstressResult;
import io.ringfence.lab.measure.verify.StressResult;
import io.ringfence.lab.measure.verify.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verification for a terminal: in parts while it runs, and whole when it is read back. */
public final class VerificationText {
  private VerificationText() {}

  /**
   * Formats the models' verdicts: one table per architecture, one row per point, one column per
   * policy.
   */
  public static String formal(Verification seen) {
    StringBuilder text = new StringBuilder("Verdicts of the formal models\n");
    for (String arch : FormalTable.ARCHITECTURES) {
      text.append('\n').append(formal(seen, arch));
    }
    seen.origin().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  private static String formal(Verification seen, String arch) {
    List<FormalVerdict> here =
        seen.points().stream().filter(verdict -> verdict.arch().equals(arch)).toList();
    List<String> heading = new ArrayList<>(List.of("  " + arch));
    seen.points().stream().map(FormalVerdict::policy).distinct().forEach(heading::add);
    var table = new TextTable().row(heading);
    here.stream()
        .map(FormalVerdict::point)
        .distinct()
        .forEach(point -> table.row(row(here, point)));
    return table.toString();
  }

  private static List<String> row(List<FormalVerdict> verdicts, String point) {
    List<String> row = new ArrayList<>(List.of("  " + point));
    verdicts.stream()
        .filter(verdict -> verdict.point().equals(point))
        .forEach(verdict -> row.add(verdict.allowed() ? "FAILS" : "ok"));
    return row;
  }

  /** Returns a line for the races of a policy at a point. */
  public static String line(StressResult result) {
    return String.format(
        Locale.ROOT,
        "  %-4s %-12s %,12d trials  %,7d lost  %8.1f per million  %s",
        result.point(),
        result.policy(),
        result.trials(),
        result.lost(),
        result.lostPerMillion(),
        result.verdict());
  }

  /** Returns a line for each test of jcstress. */
  public static String jcstress(Verification seen) {
    StringBuilder text = new StringBuilder();
    for (JcstressResult result : seen.jcstress()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-10s %-12s %,12d samples %,8d forbidden  %s%n",
              result.test(),
              result.policy(),
              result.samples(),
              result.observed(),
              result.verdict()));
    }
    return text.toString();
  }

  /** Returns a line with the sums of all races. */
  public static String summary(Verification seen) {
    List<StressResult> unsound =
        seen.stress().stream().filter(result -> result.verdict().unsound()).toList();
    List<StressResult> sound =
        seen.stress().stream().filter(result -> !result.verdict().unsound()).toList();
    return String.format(
        Locale.ROOT,
        "Caught: %d of %d unsound races. Sound policies: %,d lost in %,d trials. %s%n",
        unsound.stream().filter(result -> result.lost() > 0).count(),
        unsound.size(),
        sound.stream().mapToLong(StressResult::lost).sum(),
        sound.stream().mapToLong(StressResult::trials).sum(),
        seen.passed() ? "All as expected." : "NOT as expected.");
  }

  /** Returns the conclusion in one sentence. */
  public static String conclusion(Verification seen) {
    return seen.passed()
        ? "Unsound policies were caught and sound ones held, in everything that was run."
        : "FAILED: an unsound policy was not caught, or a sound one did not hold.";
  }

  /** Formats a verification that was read back. */
  static String of(Verification seen) {
    return String.join(
        "\n",
        models(seen).toString(),
        races(seen).toString(),
        primitives(seen) + conclusion(seen),
        String.join("\n", seen.notes()));
  }

  private static TextTable models(Verification seen) {
    TextTable table = new TextTable().row(List.of("point", "architecture", "policy", "model"));
    seen.points()
        .forEach(
            each -> table.row(List.of(each.point(), each.arch(), each.policy(), each.model())));
    return table;
  }

  private static TextTable races(Verification seen) {
    TextTable table =
        new TextTable().row(List.of("point", "policy", "trials", "lost", "a million", "verdict"));
    seen.stress()
        .forEach(each ->
            table.row(
                List.of(
                    each.point(),
                    each.policy(),
                    Long.toString(each.trials()),
                    Long.toString(each.lost()),
                    String.format(Locale.ROOT, "%.1f", each.lostPerMillion()),
                    each.verdict().label())));
    return table;
  }

  private static TextTable primitives(Verification seen) {
    TextTable table =
        new TextTable().row(List.of("test", "policy", "observed", "samples", "verdict"));
    seen.jcstress()
        .forEach(each ->
            table.row(
                List.of(
                    each.test(),
                    each.policy(),
                    Long.toString(each.observed()),
                    Long.toString(each.samples()),
                    each.verdict().label())));
    return table;
  }
}
