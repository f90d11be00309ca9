package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Effect;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import java.util.List;

/**
 * Separates the cost of a stub's call from that of its barrier. The twin differs from the policy
 * only in the instructions, and from the inlined policy only in the call.
 *
 * <p>It is shown when both intervals are narrower than the margin, each way. It cannot fail: either
 * part may be 0.
 */
final class CallControl {
  private final Plan plan;
  private final Estimator estimator;

  CallControl(Plan plan, Estimator estimator) {
    this.plan = plan;
    this.estimator = estimator;
  }

  List<ControlOutcome> outcomes() {
    return plan.splits().stream().map(this::outcome).toList();
  }

  private ControlOutcome outcome(CallSplit split) {
    Effect call = estimator.effect(split.call(), plan.primary());
    Effect barrier = estimator.effect(split.barrier(), plan.primary());
    String seen = "%s: call %s, barrier %s".formatted(split.policy(), text(call), text(barrier));
    return new ControlOutcome(
        "call apart",
        "call and barrier are known to within the margin",
        seen,
        narrow(call) && narrow(barrier) ? State.PASSED : State.NOT_SHOWN);
  }

  private boolean narrow(Effect effect) {
    Interval interval = effect.interval(plan.alpha());
    return interval.bounded() && interval.high() - interval.low() <= 2 * plan.logMargin();
  }

  private String text(Effect effect) {
    return Percent.text(effect.interval(plan.alpha()).map(Percent::of));
  }
}
