package io.ringfence.lab.measure.verify;

import io.ringfence.lab.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verification as a reader of a terminal wants it. */
public final class VerificationText {
  private VerificationText() {}

  /** What the models say: a table for each architecture, a row a point, a column a policy. */
  public static String formal(Verification seen) {
    StringBuilder text = new StringBuilder("What the formal models say\n");
    for (String arch : FormalTable.ARCHITECTURES) {
      text.append('\n').append(formal(seen, arch));
    }
    seen.origin().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  private static String formal(Verification seen, String arch) {
    var table = new TextTable();
    List<String> heading = new ArrayList<>(List.of("  " + arch));
    heading.addAll(seen.policies());
    table.row(heading);
    seen.formal().stream()
        .filter(verdict -> verdict.arch().equals(arch))
        .map(FormalVerdict::point)
        .distinct()
        .forEach(point -> table.row(row(seen, arch, point)));
    return table.toString();
  }

  private static List<String> row(Verification seen, String arch, String point) {
    List<String> row = new ArrayList<>(List.of("  " + point));
    seen.formal().stream()
        .filter(verdict -> verdict.arch().equals(arch) && verdict.point().equals(point))
        .forEach(verdict -> row.add(verdict.allowed() ? "FAILS" : "ok"));
    return row;
  }

  /** One race. */
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

  /** All that jcstress saw. */
  public static String jcstress(Verification seen) {
    StringBuilder text = new StringBuilder();
    for (JcstressResult result : seen.jcstress()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-10s %-12s %,12d samples %,8d as they must not be  %s%n",
              result.test(),
              result.policy(),
              result.samples(),
              result.observed(),
              result.verdict()));
    }
    return text.toString();
  }

  /** What it all comes to. */
  public static String summary(Verification seen) {
    long trials =
        seen.stress().stream().filter(r -> !r.mustLose()).mapToLong(StressResult::trials).sum();
    long lost =
        seen.stress().stream().filter(r -> !r.mustLose()).mapToLong(StressResult::lost).sum();
    long unsound = seen.stress().stream().filter(StressResult::mustLose).count();
    long caught = seen.stress().stream().filter(r -> r.mustLose() && r.lost() > 0).count();
    return String.format(
        Locale.ROOT,
        "Caught: %d of %d unsound races. Sound policies: %,d lost in %,d trials. %s%n",
        caught,
        unsound,
        lost,
        trials,
        seen.asItMust() ? "All is as it must be." : "NOT as it must be.");
  }
}
