package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.BinomialBounds;
import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.slices.Arm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A/A: groups of instances of identical instructions against each other, by the estimator, the
 * tests and the level of the contrasts. It fails in one of three cases, each of which has a
 * probability of 1 % in a sound experiment:
 *
 * <ul>
 *   <li>More splits come out different than alpha allows. The spread between instances then
 *       violates the tests' assumptions.
 *   <li>Fewer splits come out equivalent than the plan's power promises.
 *   <li>Two policies of the same instructions differ. Splits that mix policies cannot show this.
 * </ul>
 *
 * <p>Splits overlap, so their results depend on each other: n instances have n - 1 independent
 * contrasts. The bounds are those of n - 1 trials, and shares are compared with them. A control
 * that no data could fail proves nothing and is "not shown".
 *
 * <p>It uses the primary metric, for which the plan declares its power.
 */
final class AaControl {
  private static final double ERROR = 0.01;
  private static final String TITLE = "A/A";
  private static final String MUST = "instances of the same instructions do not differ";

  private final Plan plan;
  private final Estimator estimator;

  AaControl(Plan plan, Estimator estimator) {
    this.plan = plan;
    this.estimator = estimator;
  }

  /** Returns an outcome for each group of identical policies, the reference's among them. */
  List<ControlOutcome> outcomes() {
    List<List<String>> pools = new ArrayList<>(plan.identical());
    if (pools.stream().noneMatch(pool -> pool.contains(plan.reference()))) {
      pools.addFirst(List.of(plan.reference()));
    }
    return pools.stream().map(this::outcome).toList();
  }

  private ControlOutcome outcome(List<String> pool) {
    List<Arm> arms = pool.stream().flatMap(policy -> plan.arms(policy).stream()).toList();
    String names = String.join(" = ", pool);
    int size = Math.min(plan.instances(), arms.size() / 2);
    List<Effect> effects = splits(arms, size);
    int trials = arms.size() - 1;
    int most = trials == 0 ? 0 : BinomialBounds.most(trials, plan.alpha(), ERROR);
    if (most >= trials || !effects.stream().allMatch(Effect::bounded)) {
      return new ControlOutcome(
          TITLE,
          MUST,
          names + ": too few instances or boots for a control that could fail",
          State.NOT_SHOWN);
    }
    double mostDifferent = (double) most / trials;
    double leastEquivalent = least(size, trials);
    double different = share(effects, each -> each.differentP() <= plan.alpha());
    double equivalent = share(effects, each -> each.equivalentP(plan.logMargin()) <= plan.alpha());
    List<Contrast> apart = apart(pool);
    String seen =
        "%s: %d splits, %.0f %% different (at most %.0f), %.0f %% equivalent (%s)%s"
            .formatted(
                names,
                effects.size(),
                100 * different,
                100 * mostDifferent,
                100 * equivalent,
                leastEquivalent > 0
                    ? "at least %.0f".formatted(100 * leastEquivalent)
                    : "none promised",
                apart.isEmpty() ? "" : "; different at 99 %: " + apart);
    boolean passed = different <= mostDifferent && equivalent >= leastEquivalent && apart.isEmpty();
    return new ControlOutcome(TITLE, MUST, seen, passed ? State.PASSED : State.FAILED);
  }

  private List<Effect> splits(List<Arm> arms, int size) {
    return size == 0
        ? List.of()
        : Split.of(arms, size, plan.seed()).stream()
            .map(split -> estimator.effect(split.one(), split.other(), plan.primary()))
            .toList();
  }

  // Smaller groups than the contrasts' have less power than the plan declares.
  private double least(int size, int trials) {
    return plan.power() > 0 && size == plan.instances()
        ? (double) BinomialBounds.least(trials, plan.power(), ERROR) / trials
        : 0;
  }

  /** Returns the pairs of policies that differ, with a chance of 1 % for any false one. */
  private List<Contrast> apart(List<String> pool) {
    List<Contrast> pairs = new ArrayList<>();
    for (int one = 0; one < pool.size(); one++) {
      for (int other = 0; other < one; other++) {
        pairs.add(new Contrast(pool.get(one), pool.get(other)));
      }
    }
    return pairs.stream()
        .filter(pair -> estimator.effect(pair, plan.primary()).differentP() <= ERROR / pairs.size())
        .toList();
  }

  private static double share(List<Effect> effects, Predicate<Effect> predicate) {
    return (double) effects.stream().filter(predicate).count() / effects.size();
  }
}
