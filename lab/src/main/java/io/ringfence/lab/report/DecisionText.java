package io.ringfence.lab.report;

import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.decision.AlternationAnalysis;
import io.ringfence.lab.measure.decision.CarryOver;
import io.ringfence.lab.measure.decision.Finding;
import io.ringfence.lab.measure.decision.Percent;
import io.ringfence.lab.measure.decision.Plan;
import io.ringfence.lab.measure.decision.Tails;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The report of an alternation for a terminal: at most 25 lines of at most 100 columns. The
 * verdicts come first, in words that may be quoted. A longer line ends in three dots. A longer list
 * ends in the number of omitted entries. JSON and HTML have everything.
 */
public final class DecisionText {
  /** Lines of the report. */
  public static final int MOST_LINES = 25;

  /** Columns of a line. */
  public static final int MOST_COLUMNS = 100;

  private static final int MOST_VERDICTS = 7;
  private static final int MOST_SECONDARY = 4;
  private static final int MOST_CONTROLS = 6;

  private final AlternationAnalysis analysis;

  private DecisionText(AlternationAnalysis analysis) {
    this.analysis = analysis;
  }

  /** Returns the report; each line ends in a line feed. */
  public static String of(AlternationAnalysis analysis) {
    return new DecisionText(analysis)
        .lines().stream().map(DecisionText::fitted).collect(Collectors.joining("\n", "", "\n"));
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(heading());
    lines.addAll(most(MOST_VERDICTS, findings(true).stream().map(this::verdict).toList()));
    lines.add(family());
    lines.addAll(most(MOST_SECONDARY, secondary()));
    lines.add("Controls:");
    lines.addAll(most(MOST_CONTROLS, controls()));
    lines.add(spread());
    lines.add(voided());
    lines.add(carryOver());
    lines.add("Plan SHA-256 " + analysis.planHash());
    return lines;
  }

  private String heading() {
    if (!analysis.mayConclude()) {
      return "NO CONCLUSION: "
          + refusals().stream()
              .map(control -> control.title() + " " + control.state().label())
              .collect(Collectors.joining(", "))
          + ".";
    }
    String notShown =
        analysis.controls().stream()
            .filter(control -> control.state() == State.NOT_SHOWN)
            .map(ControlOutcome::title)
            .distinct()
            .collect(Collectors.joining(", "));
    return "By %s%s (%s):"
        .formatted(
            plan().primary().title(),
            notShown.isEmpty() ? "" : "; controls not shown: " + notShown,
            scope());
  }

  private List<ControlOutcome> refusals() {
    List<ControlOutcome> refusals = new ArrayList<>();
    if (analysis.reconciliation().state() != State.PASSED) {
      refusals.add(analysis.reconciliation());
    }
    analysis.controls().stream()
        .filter(control -> control.state() == State.FAILED)
        .forEach(refusals::add);
    return refusals;
  }

  private String scope() {
    return plan().bootIsUnit()
        ? "%d boots of %d instances".formatted(analysis.boots(), plan().instances())
        : "this boot only, %d instances a policy".formatted(plan().instances());
  }

  private String verdict(Finding finding) {
    String words = analysis.mayConclude() ? words(finding) : "no conclusion";
    return "  %s: %s, %s%s%s"
        .formatted(
            subject(finding),
            words,
            Percent.text(finding.interval()),
            forecast(finding),
            tails(finding.tails()));
  }

  private static String subject(Finding finding) {
    return finding.contrast().policy() + " against " + finding.contrast().reference();
  }

  private String words(Finding finding) {
    String margin = Phrases.number(plan().marginPercent()) + " %";
    return switch (finding.verdict()) {
      case EQUIVALENT -> "equivalent within " + margin;
      case DIFFERENT -> Verdict.DIFFERENT.label();
      case DIFFERENT_WITHIN_MARGIN -> "different, but within the margin of " + margin;
      case NOT_DECIDED -> "not decided";
    };
  }

  /** What would decide a verdict that is open; empty for the others. */
  private String forecast(Finding finding) {
    if (!analysis.mayConclude() || finding.verdict() != Verdict.NOT_DECIDED) {
      return "";
    }
    String unit = plan().bootIsUnit() ? "boots" : "instances";
    if (finding.forecast() < 0) {
      return "; no forecast from so few " + unit;
    }
    int used = plan().bootIsUnit() ? analysis.boots() : plan().instances();
    return "; %s%,d %s would decide if equal"
        .formatted(finding.forecast() <= used ? "near the margin, " : "", finding.forecast(), unit);
  }

  private static String tails(Tails tails) {
    return tails.differ()
        ? String.format(
            Locale.ROOT,
            "; TAILS DIFFER: stalls %.2f against %.2f %%",
            tails.stalledPercent(),
            tails.referenceStalledPercent())
        : "";
  }

  /** Returns the line on the family of primary contrasts, with those that do not survive Holm. */
  private String family() {
    List<Finding> primary = findings(true);
    String lost =
        primary.stream()
            .filter(finding -> finding.differentP() <= plan().alpha())
            .filter(finding -> finding.familyP() > plan().alpha())
            .map(finding -> finding.contrast().toString())
            .collect(Collectors.joining(", "));
    return "%d contrasts at %s %% each; no longer different after Holm over all of them: %s"
        .formatted(
            primary.size(), Phrases.number(100 * plan().alpha()), lost.isEmpty() ? "none" : lost);
  }

  private List<String> secondary() {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings(false)) {
      String words = analysis.mayConclude() ? finding.verdict().label() : "no conclusion";
      lines.add(
          "  %s, %s: %s (Holm) %s%s"
              .formatted(
                  finding.metric().title(),
                  finding.contrast(),
                  words,
                  Percent.text(finding.interval()),
                  tails(finding.tails())));
    }
    return lines;
  }

  private List<String> controls() {
    List<ControlOutcome> all = new ArrayList<>(analysis.controls());
    all.add(analysis.reconciliation());
    // Controls that did not pass come first, so that they are not cut off.
    all.sort(Comparator.comparing(control -> control.state() == State.PASSED));
    return all.stream()
        .map(control ->
            "  %-8s %s: %s".formatted(control.state().label(), control.title(), control.seen()))
        .toList();
  }

  private String spread() {
    return plan().instances() == 1
        ? "Instances: one of each policy; their spread is not known"
        : "Instances' sd: "
            + analysis.spreads().stream()
                .map(each ->
                    String.format(
                        Locale.ROOT, "%s %.2f %%", each.policy(), each.deviationPercent()))
                .collect(Collectors.joining(", "));
  }

  private String voided() {
    int voided = analysis.voided().values().stream().mapToInt(Integer::intValue).sum();
    String arms =
        analysis.voided().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "Slices: %,d; superblocks: %d; voided by the compiler: %d%s",
        analysis.slices(),
        analysis.superblocks(),
        voided,
        voided == 0 ? "" : " (" + arms + ")");
  }

  private String carryOver() {
    return analysis.carryOvers().stream()
        .filter(each -> Double.isFinite(each.percent().estimate()))
        .max(Comparator.comparingDouble((CarryOver each) -> Math.abs(each.percent().estimate())))
        .map(each ->
            "Carry-over, largest: after %s instead of %s %s"
                .formatted(each.previous(), each.reference(), Percent.text(each.percent())))
        .orElse("Carry-over: too few slices to compare");
  }

  private List<Finding> findings(boolean primary) {
    return analysis.findings().stream().filter(each -> each.primary() == primary).toList();
  }

  private Plan plan() {
    return analysis.plan();
  }

  private static List<String> most(int most, List<String> lines) {
    if (lines.size() <= most) {
      return lines;
    }
    List<String> cut = new ArrayList<>(lines.subList(0, most - 1));
    cut.add("  and %d more".formatted(lines.size() - cut.size()));
    return cut;
  }

  private static String fitted(String line) {
    return line.length() <= MOST_COLUMNS ? line : line.substring(0, MOST_COLUMNS - 3) + "...";
  }
}
