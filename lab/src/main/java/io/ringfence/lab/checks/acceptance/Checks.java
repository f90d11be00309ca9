package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.checks.acceptance.Check.Result;
import io.ringfence.lab.kit.testbed.Testbed;
import java.util.ArrayList;
import java.util.List;

/** Every check, in order of execution. */
public final class Checks {
  private Checks() {}

  public static List<Check> all() {
    List<Check> checks = new ArrayList<>(TrafficChecks.all());
    checks.add(new Check("offloads", OffloadCheck::run));
    checks.add(new Check(QueueCheck.NAME, QueueCheck::run));
    checks.addAll(LifeChecks.all());
    // It covers the log of all earlier checks, none of which causes a warning.
    checks.add(new Check("log", Checks::log));
    checks.add(new Check("tap-loss", LossCheck::run));
    return List.copyOf(checks);
  }

  private static Result log(Testbed testbed) {
    List<String> alarms = testbed.alarms();
    return Result.of(
        alarms.isEmpty(),
        "%d lines at WARN or ERROR in the daemon's log%s",
        alarms.size(),
        alarms.isEmpty() ? "" : ", the first: " + alarms.getFirst());
  }
}
