package io.ringfence.lab.measure.experiment;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.testbed.Testbed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Takes every run of a design. Between runs it swaps the policy of the running daemon. */
public final class ExperimentRunner {
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);
  // Losses are rare: the negative control has more time than another run.
  private static final int NEGATIVE_RUNS = 3;

  private final Testbed testbed;
  private final Design design;
  private final Decided decided;
  private Set<String> same; // the policies whose instructions are the reference's
  private final Progress progress;
  private final List<Run> runs = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Experiment.Environment environment;
  private TimeLeft timeLeft;

  /**
   * @param testbed with a daemon and no guest yet
   */
  public ExperimentRunner(Testbed testbed, Design design, Decided decided, Progress progress) {
    this.testbed = testbed;
    this.design = design;
    this.decided = decided;
    this.progress = progress;
  }

  /**
   * Boots, warms up and measures, as often as the design requires.
   *
   * @param command the user's command line
   */
  public Experiment run(String command) {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Roster roster = Roster.of(design, testbed.admin());
    same = BarrierStatus.identicalTo(design.reference(), roster.barriers());
    Random random = new Random(design.seed());
    RunTaker taker = new RunTaker(testbed, design, System.nanoTime());
    timeLeft = new TimeLeft(design.boots() * design.pairs() * roster.measured().size());
    for (int boot = 0; boot < design.boots() && !stop(boot); boot++) {
      start(boot);
      WarmUp.run(taker, roster.measured(), design.seconds(), progress);
      blocks(boot, taker, roster, new Schedule<>(roster.measured(), random));
    }
    Experiment.NegativeRun negative = negative(roster, taker);
    return new Experiment(
        started,
        design,
        environment,
        commands(command),
        roster.barriers(),
        roster.twin(),
        runs,
        negative,
        testbed.alarms(),
        notes);
  }

  private boolean stop(int unit) {
    boolean stop = unit > 0 && design.untilDecided() && decided.by(design, same, runs);
    if (stop) {
      progress.say("every comparison is decided");
    }
    return stop;
  }

  private void start(int boot) {
    if (boot > 0) {
      testbed.startAgain();
    }
    progress.say(
        "boot %d of %d: %s, %d CPUs"
            .formatted(boot + 1, design.boots(), design.guest().arch(), design.guest().cpus()));
    testbed.bootGuest();
    if (boot == 0) {
      environment = environment();
      EmulatorNotes.of(design, environment).forEach(this::note);
      OrderPlatform.notes(design, testbed.admin().status()).forEach(this::note);
    }
  }

  private void note(String text) {
    notes.add(text);
    progress.say("note: " + text);
  }

  private void blocks(int boot, RunTaker taker, Roster roster, Schedule<String> schedule) {
    timeLeft.start();
    for (int block = 0; block < design.pairs(); block++) {
      if (!design.bootIsUnit() && stop(block)) {
        return;
      }
      for (String policy : schedule.nextBlock()) {
        Run run = taker.take(boot, block, policy, design.seconds());
        runs.add(run);
        progress.say(
            "%s: %s, %.0f transactions/s"
                .formatted(timeLeft.afterRun(), policy, run.figure(Metric.RATE)));
      }
    }
  }

  // Runs last, because it may break the rings.
  private Experiment.NegativeRun negative(Roster roster, RunTaker taker) {
    if (roster.negative() == null) {
      return null;
    }
    progress.say("negative control: " + roster.negative());
    try {
      Run run = taker.take(0, 0, roster.negative(), NEGATIVE_RUNS * design.seconds());
      return new Experiment.NegativeRun(roster.negative(), null, run);
    } catch (LabException e) {
      testbed.checkAlive();
      return new Experiment.NegativeRun(roster.negative(), e.getMessage(), null);
    }
  }

  private List<String> commands(String command) {
    List<String> commands = new ArrayList<>(List.of(command));
    commands.addAll(testbed.commands());
    commands.add(
        "in the guest: "
            + testbed
                .netperf()
                .requestResponseCommand(design.test(), design.seconds(), design.burst()));
    return commands;
  }

  private Experiment.Environment environment() {
    return new Experiment.Environment(
        Machine.here(),
        testbed.host().name(),
        testbed.host().accelerator(),
        testbed.guest().mustRun("uname -srm", COMMAND_PATIENCE),
        testbed.admin().status().version());
  }
}
