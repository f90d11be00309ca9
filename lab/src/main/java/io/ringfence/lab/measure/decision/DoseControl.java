package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Line;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assay sensitivity (ICH E10): the experiment finds a difference that is known to exist. Without
 * it, "equivalent" may only mean that the experiment is insensitive.
 */
final class DoseControl {
  /** The least R² of doses on a line. */
  static final double LEAST_DETERMINATION = 0.99;

  private static final int LEAST_DOSES = 3;
  private static final Pattern DOSE = Pattern.compile("(dose(?::[a-z]+)?):(\\d+)");

  private final Plan plan;
  private final Estimator estimator;

  DoseControl(Plan plan, Estimator estimator) {
    this.plan = plan;
    this.estimator = estimator;
  }

  /** Returns whether the declared doses come out different, and whether doses lie on a line. */
  List<ControlOutcome> outcomes() {
    List<ControlOutcome> outcomes = new ArrayList<>();
    if (plan.sensitivity().isEmpty()) {
      outcomes.add(sensitivity("no dose is declared", State.NOT_SHOWN));
    }
    plan.sensitivity().forEach(contrast -> outcomes.add(sensitivity(contrast)));
    doses()
        .forEach((family, doses) -> {
          if (doses.size() >= LEAST_DOSES) {
            outcomes.add(linear(family, doses));
          }
        });
    return outcomes;
  }

  private ControlOutcome sensitivity(Contrast contrast) {
    Effect effect = estimator.effect(contrast, plan.primary());
    if (!effect.bounded()) {
      return sensitivity(contrast + ": too few units for an interval", State.NOT_SHOWN);
    }
    Interval percent = effect.interval(plan.alpha()).map(Percent::of);
    boolean worse = plan.primary().worsens(effect.estimate());
    String seen =
        String.format(
            Locale.ROOT,
            "%s: %s, %.1f times the margin",
            contrast,
            Percent.text(percent),
            Math.abs(percent.estimate()) / plan.marginPercent());
    return sensitivity(
        seen, worse && effect.differentP() <= plan.alpha() ? State.PASSED : State.FAILED);
  }

  private static ControlOutcome sensitivity(String seen, State state) {
    return new ControlOutcome("sensitivity", "a dose comes out different", seen, state);
  }

  private SortedMap<String, SortedMap<Long, String>> doses() {
    SortedMap<String, SortedMap<Long, String>> families = new TreeMap<>();
    for (String policy : plan.policies()) {
      Matcher dose = DOSE.matcher(policy);
      if (dose.matches()) {
        families
            .computeIfAbsent(dose.group(1), family -> new TreeMap<>())
            .put(Long.parseLong(dose.group(2)), policy);
      }
    }
    return families;
  }

  // On the ratio's own scale: a fence adds nanoseconds, and a logarithm would bend the line.
  private ControlOutcome linear(String family, SortedMap<Long, String> doses) {
    double[] fences = doses.keySet().stream().mapToDouble(Long::doubleValue).toArray();
    double[] costs =
        doses.values().stream()
            .map(policy -> estimator.effect(new Contrast(policy, plan.reference()), plan.primary()))
            .mapToDouble(effect -> Percent.of(plan.primary().cost(effect.estimate())))
            .toArray();
    double determination = Line.through(fences, costs).determination(fences, costs);
    boolean linear =
        determination >= LEAST_DETERMINATION && Line.through(fences, costs).slope() > 0;
    return new ControlOutcome(
        "dose line",
        "cost rises in a straight line with the fences",
        String.format(Locale.ROOT, "%s at %s: R² %.4f", family, doses.keySet(), determination),
        linear ? State.PASSED : State.FAILED);
  }
}
