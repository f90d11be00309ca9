package io.ringfence.lab.measure.alternation;

import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.measure.decision.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs every boot of an alternation. */
public final class AlternationRunner {
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);

  private final Testbed testbed;
  private final Plan plan;
  private final String test;
  private final int warmUpSeconds;
  private final Progress progress;

  /**
   * @param testbed with a daemon and no guest yet
   * @param test of netperf, {@code TCP_RR} or {@code UDP_RR}
   * @param warmUpSeconds the longest time in a boot for the code of all arms to be compiled
   */
  public AlternationRunner(
      Testbed testbed, Plan plan, String test, int warmUpSeconds, Progress progress) {
    this.testbed = testbed;
    this.plan = plan;
    this.test = test;
    this.warmUpSeconds = warmUpSeconds;
    this.progress = progress;
  }

  /** How long all boots take once the daemon is built, s; the guest's boot is guessed. */
  public static int seconds(Plan plan, int warmUpSeconds) {
    int bootSeconds = 15;
    return plan.boots() * (BootRunner.seconds(plan, warmUpSeconds) + bootSeconds);
  }

  /**
   * Boots and records, as often as the plan has it.
   *
   * @param command what the user typed
   */
  public Recording run(String command) {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    List<BarrierStatus> barriers = barriers();
    List<BootRecord> boots = new ArrayList<>();
    for (int boot = 1; boot <= plan.boots(); boot++) {
      if (boot > 1) {
        testbed.startAgain();
      }
      progress.say("boot %d of %d".formatted(boot, plan.boots()));
      testbed.bootGuest();
      boots.add(new BootRunner(testbed, plan, test, warmUpSeconds, progress).run(boot));
    }
    return new Recording(
        started,
        plan,
        Machine.here(),
        testbed.host().name(),
        testbed.host().accelerator(),
        testbed.guest().mustRun("uname -srm", COMMAND_PATIENCE),
        testbed.admin().status().version(),
        commands(command),
        barriers,
        boots,
        testbed.alarms());
  }

  /** Asks the daemon for every policy, which also refuses one that it does not know. */
  private List<BarrierStatus> barriers() {
    List<BarrierStatus> barriers =
        plan.policies().stream().map(policy -> testbed.admin().setBarriers(policy)).toList();
    testbed.admin().setBarriers(plan.reference());
    return barriers;
  }

  private List<String> commands(String command) {
    List<String> commands = new ArrayList<>(List.of(command));
    commands.addAll(testbed.commands());
    commands.add(
        "in the guest: "
            + testbed
                .netperf()
                .requestResponseCommand(test, BootRunner.netperfSeconds(plan, warmUpSeconds), 0));
    return commands;
  }
}
