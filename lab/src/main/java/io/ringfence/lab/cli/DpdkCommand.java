package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.checks.dpdk.DpdkRun;
import io.ringfence.lab.checks.dpdk.DpdkRun.Outcome;
import io.ringfence.lab.checks.dpdk.Variant;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.kit.process.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs DPDK's virtio_user on the daemon. */
@Command(
    name = "dpdk",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/dpdk [OPTION]...",
    description =
        "Sends frames of 60 to 1514 bytes with DPDK's virtio_user through the "
            + "daemon's loopback, for split and packed rings, with and without "
            + "in-order, mergeable and vectorised rings. Checks each byte of each "
            + "frame, their order and the counters of both sides. Exit status 1 if a "
            + "frame was lost or wrong.")
final class DpdkCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "200000",
      description =
          "Frames for each of the 16 variants, 1 to 1000000000 (default: " + "${DEFAULT-VALUE}).")
  private int frames;

  @Option(
      names = "--mode",
      paramLabel = "eventfd|poll",
      defaultValue = "eventfd",
      description = "How the daemon serves its rings (default: ${DEFAULT-VALUE}).")
  private String mode;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--check-arguments", hidden = true)
  private boolean checkOnly;

  @Option(names = "--daemon", hidden = true)
  private Path daemonLauncher;

  @Override
  public Integer call() {
    ArgumentChecks.between(spec, "--frames", frames, 1, 1_000_000_000);
    ArgumentChecks.oneOf(spec, "--mode", mode, List.of("eventfd", "poll"));
    if (checkOnly) {
      return 0;
    }
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      Path directory = RunDirectory.create(cleanUp);
      var options =
          new DaemonUnderTest.Options(
              List.of(daemonLauncher.toString()), directory, "loopback", mode, "auto", false);
      DaemonUnderTest daemon = cleanUp.add("the daemon", DaemonUnderTest.start(options));
      return runAll(daemon, new DpdkRun(daemon, options.vhostSocket(), directory)) == 0 ? 0 : 1;
    }
  }

  private int runAll(DaemonUnderTest daemon, DpdkRun run) {
    var progress = new Progress(System.err);
    int failed = 0;
    for (Variant variant : Variant.all()) {
      progress.say(variant.toString());
      Outcome outcome = outcome(daemon, run, variant);
      failed += outcome.passed() ? 0 : 1;
      System.out.printf(
          "%s %s: %s%n     %s%n",
          outcome.passed() ? "PASS" : "FAIL", variant, outcome.figure(), outcome.code());
    }
    List<String> alarms = daemon.alarms();
    alarms.forEach(System.out::println);
    return failed + alarms.size();
  }

  private Outcome outcome(DaemonUnderTest daemon, DpdkRun run, Variant variant) {
    Waiting.until(
        "the daemon to see the previous front-end gone",
        PATIENCE,
        () -> daemon.admin().status().sessions().isEmpty());
    try {
      return run.run(variant, frames);
    } catch (LabException e) {
      String text =
          "%s%nthe daemon's last lines:%n%s"
              .formatted(e.getMessage(), Child.indented(daemon.lastLines(8)));
      return new Outcome(false, text, "-");
    }
  }
}
