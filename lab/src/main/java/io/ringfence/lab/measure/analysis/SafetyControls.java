package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.measure.analysis.ControlOutcome.State;
import io.ringfence.lab.measure.experiment.Control;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Run;
import java.util.List;

/** The controls for statements about lost notifications. */
final class SafetyControls {
  private SafetyControls() {}

  /** Checks that an unsound policy loses notifications; else a silent watchdog proves nothing. */
  static ControlOutcome negative(Experiment experiment) {
    String title = Control.NEGATIVE.title();
    String must = "an unsound policy loses notifications";
    Experiment.NegativeRun negative = experiment.negative();
    if (negative == null) {
      return new ControlOutcome(title, must, "left out; it needs --allow-unsafe", State.LEFT_OUT);
    }
    if (negative.stalled() != null) {
      return new ControlOutcome(
          title, must, negative.policy() + " stalled: " + negative.stalled(), State.PASSED);
    }
    Run run = negative.run();
    Long lost = run.counters().lostNotifications();
    String seen =
        "%s: %s in %.0f transactions"
            .formatted(
                negative.policy(),
                lost == null ? "not counted by this daemon" : lost + " lost",
                run.transactions());
    return new ControlOutcome(
        title, must, seen, lost != null && lost > 0 ? State.PASSED : State.NOT_SHOWN);
  }

  /** Checks that sound policies lose no notification. */
  static ControlOutcome sound(Experiment experiment) {
    String title = "watchdog";
    String must = "no notification is lost under a sound policy";
    List<Run> runs = experiment.runs().stream().filter(run -> isSound(experiment, run)).toList();
    if (runs.stream().anyMatch(run -> run.counters().lostNotifications() == null)) {
      return new ControlOutcome(title, must, "not counted by this daemon", State.NOT_SHOWN);
    }
    long lost = runs.stream().mapToLong(run -> run.counters().lostNotifications()).sum();
    double transactions = runs.stream().mapToDouble(Run::transactions).sum();
    return new ControlOutcome(
        title,
        must,
        "%d lost in %.0f transactions".formatted(lost, transactions),
        lost == 0 ? State.PASSED : State.FAILED);
  }

  private static boolean isSound(Experiment experiment, Run run) {
    return experiment.barriers(run.policy()).map(BarrierStatus::correct).orElse(false);
  }
}
