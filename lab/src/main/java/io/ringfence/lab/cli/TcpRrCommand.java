package io.ringfence.lab.cli;

import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.measure.alternation.AlternationRunner;
import io.ringfence.lab.measure.alternation.Recording;
import io.ringfence.lab.measure.decision.AlternationAnalysis;
import io.ringfence.lab.measure.decision.Plan;
import io.ringfence.lab.report.DecisionText;
import io.ringfence.lab.report.RecordingFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Barrier policies that take turns under one netperf connection. */
@Command(
    name = "tcp-rr",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/tcp-rr [OPTION]...",
    description =
        "Boots a guest and runs netperf TCP_RR in it while barrier policies take turns every 20 to"
            + " 40 ms on the running daemon, and decides what each costs. Losses are not seen in so"
            + " short a time: scripts/long-runs and scripts/ringfence verify count them.")
final class TcpRrCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AlternationOptions alternation;
  @Mixin private GuestOptions guest;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write plan, machine, analysis and every slice to FILE.")
  private Path json;

  @Mixin private HostOptions host;

  @Override
  public Integer call() {
    guest.check();
    ArgumentChecks.writable(spec, "--json", json);
    Plan plan = alternation.plan();
    if (host.checksOnly(guest)) {
      return 0;
    }
    Progress progress = new Progress(System.err);
    declare(plan, progress);
    Recording recording = run(plan, progress);
    var analysis = AlternationAnalysis.of(plan, recording.slices(), recording.transactions());
    if (json != null) {
      RecordingFile.write(json, recording, analysis);
    }
    System.out.print(DecisionText.of(analysis));
    return 0;
  }

  /** Prints the plan and its hash before the first slice. */
  private void declare(Plan plan, Progress progress) {
    plan.text().lines().forEach(progress::say);
    progress.say("plan hash " + plan.hash());
    int seconds = AlternationRunner.seconds(plan, alternation.warmUpSeconds());
    progress.say("%d arms, at most %d min".formatted(plan.arms().size(), (seconds + 59) / 60));
  }

  private Recording run(Plan plan, Progress progress) {
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      Path directory = RunDirectory.create(cleanUp);
      progress.say("starting the daemon");
      Testbed testbed = Testbed.start(host.setup(guest, plan.reference()), directory, cleanUp);
      String command = CommandLines.typed(spec, "tcp-rr");
      return testbed.explaining(() ->
          new AlternationRunner(
                  testbed, plan, alternation.test, alternation.warmUpSeconds(), progress)
              .run(command));
    }
  }
}
