package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.kit.statistics.Forecast;
import io.ringfence.lab.kit.statistics.Holm;
import io.ringfence.lab.kit.statistics.SignedRank;
import io.ringfence.lab.kit.statistics.Verdict;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gives the verdicts.
 *
 * <p>Two tests a contrast, both at the plan's alpha: Student's of a difference of 0, and two
 * one-sided tests (Schuirmann 1987) of a difference of the margin.
 *
 * <p><b>Families.</b> The primary metric's contrasts are few, were declared before the first slice,
 * and each answers a question of its own. So each of their verdicts has the error alpha by itself.
 * Of k contrasts that are truly 0, k times alpha are expected to come out different. For a reader
 * who wants the error of the whole family, {@link Finding#familyP()} has Holm's correction over it.
 * All other metrics and their contrasts are one secondary family, which is searched rather than
 * asked: Holm's correction decides its verdicts, of difference and of equivalence each. Its
 * intervals are uncorrected.
 */
final class Judge {
  /** The power that a forecast promises. */
  static final double FORECAST_POWER = 0.9;

  private final Plan plan;
  private final Superblocks superblocks;
  private final Estimator estimator;
  private final List<Slice> slices;

  /**
   * @param slices in the order in which they ran, without voided ones
   */
  Judge(Plan plan, Superblocks superblocks, Estimator estimator, List<Slice> slices) {
    this.plan = plan;
    this.superblocks = superblocks;
    this.estimator = estimator;
    this.slices = slices;
  }

  private record Question(Contrast contrast, SliceMetric metric, Effect effect) {}

  /** Returns the findings: those of the primary metric, then the secondary ones. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(family(List.of(plan.primary()), true));
    findings.addAll(family(plan.metrics().subList(1, plan.metrics().size()), false));
    return findings;
  }

  private List<Finding> family(List<SliceMetric> metrics, boolean primary) {
    List<Question> questions =
        metrics.stream()
            .flatMap(metric ->
                plan.contrasts().stream()
                    .map(each -> new Question(each, metric, estimator.effect(each, metric))))
            .toList();
    double[] different = questions.stream().mapToDouble(q -> q.effect().differentP()).toArray();
    double[] equivalent =
        questions.stream().mapToDouble(q -> q.effect().equivalentP(plan.logMargin())).toArray();
    double[] family = Holm.adjust(different);
    double[] judgedDifferent = primary ? different : family;
    double[] judgedEquivalent = primary ? equivalent : Holm.adjust(equivalent);
    Map<SliceMetric, Map<String, Stalls>> stalls = stalls(metrics);
    return IntStream.range(0, questions.size())
        .mapToObj(i ->
            finding(
                questions.get(i),
                primary,
                new Chances(judgedDifferent[i], judgedEquivalent[i], family[i]),
                stalls.get(questions.get(i).metric())))
        .toList();
  }

  private record Chances(double different, double equivalent, double family) {}

  private Finding finding(
      Question question, boolean primary, Chances chances, Map<String, Stalls> stalls) {
    Verdict verdict = verdict(chances.different(), chances.equivalent());
    return new Finding(
        question.contrast(),
        question.metric(),
        primary,
        question.effect().interval(plan.alpha()).map(Percent::of),
        tails(question, stalls),
        chances.different(),
        chances.equivalent(),
        chances.family(),
        verdict,
        verdict == Verdict.NOT_DECIDED ? forecast(question.effect()) : 0);
  }

  private Verdict verdict(double differentP, double equivalentP) {
    boolean different = differentP <= plan.alpha();
    if (equivalentP <= plan.alpha()) {
      return different ? Verdict.DIFFERENT_WITHIN_MARGIN : Verdict.EQUIVALENT;
    }
    return different ? Verdict.DIFFERENT : Verdict.NOT_DECIDED;
  }

  private int forecast(Effect effect) {
    return Forecast.units(effect, plan.logMargin(), plan.alpha(), FORECAST_POWER);
  }

  private Map<SliceMetric, Map<String, Stalls>> stalls(List<SliceMetric> metrics) {
    Map<SliceMetric, Map<String, Stalls>> stalls = new EnumMap<>(SliceMetric.class);
    metrics.forEach(metric -> stalls.put(metric, Stalls.byPolicy(slices, metric)));
    return stalls;
  }

  private Tails tails(Question question, Map<String, Stalls> stalls) {
    Contrast contrast = question.contrast();
    return Tails.of(
        Percent.of(question.effect().estimate()),
        SignedRank.interval(differences(contrast, question.metric()), plan.alpha())
            .map(Percent::of),
        stalls.get(contrast.policy()),
        stalls.get(contrast.reference()),
        plan.marginPercent());
  }

  /** Returns the differences of instances of the same number, in every superblock. */
  private double[] differences(Contrast contrast, SliceMetric metric) {
    List<Double> differences = new ArrayList<>();
    for (int boot : superblocks.boots()) {
      for (int i = 0; i < plan.instances(); i++) {
        double[] one = superblocks.logs(boot, plan.arms(contrast.policy()).get(i), metric);
        double[] other = superblocks.logs(boot, plan.arms(contrast.reference()).get(i), metric);
        for (int each = 0; each < one.length; each++) {
          differences.add(one[each] - other[each]);
        }
      }
    }
    return differences.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
