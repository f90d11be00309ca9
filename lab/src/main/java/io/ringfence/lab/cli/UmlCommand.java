package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.checks.acceptance.UmlChecks;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.daemon.Status;
import io.ringfence.lab.kit.guest.UmlGuest;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.host.NetServer;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs User Mode Linux on the daemon. */
@Command(
    name = "uml",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/uml [OPTION]...",
    description =
        "Boots User Mode Linux, which is itself a front-end, on the daemon: "
            + "ping, TCP_RR, bulk both ways, files with their hashes. Exit status 1 "
            + "if a check failed.")
final class UmlCommand implements Callable<Integer> {
  private static final Duration BOOT_PATIENCE = Duration.ofSeconds(60);
  private static final String TAP = "ringfence0";

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "Length of the TCP_RR run, 1 to 3600 (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--check-arguments", hidden = true)
  private boolean checkOnly;

  @Option(names = "--image", hidden = true)
  private Path image;

  @Option(names = "--daemon", hidden = true)
  private Path daemonLauncher;

  @Option(names = "--netserver", hidden = true)
  private Path netserver;

  @Override
  public Integer call() {
    if (seconds < 1 || seconds > 3600) {
      throw new ParameterException(
          spec.commandLine(), "--seconds %d: expected 1 to 3600".formatted(seconds));
    }
    if (checkOnly) {
      return 0;
    }
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      Path directory = RunDirectory.create(cleanUp);
      cleanUp.add("the TAP", HostTap.create(TAP));
      cleanUp.add(
          "netserver",
          NetServer.start(List.of(netserver.toString()), HostTap.HOST_ADDRESS, directory));
      return check(directory, cleanUp) == 0 ? 0 : 1;
    }
  }

  private int check(Path directory, CleanUp cleanUp) {
    var options =
        new DaemonUnderTest.Options(
            List.of(daemonLauncher.toString()), directory, "tap:" + TAP, "eventfd", "auto", false);
    DaemonUnderTest daemon = cleanUp.add("the daemon", DaemonUnderTest.start(options));
    new Progress(System.err).say("booting User Mode Linux");
    UmlGuest uml =
        cleanUp.add("User Mode Linux", UmlGuest.start(image, directory, options.vhostSocket()));
    try {
      uml.guest().waitUntilReady(BOOT_PATIENCE);
      int failed = new UmlChecks(uml.guest(), System.out::println).run(seconds);
      Status.Vring ring = daemon.admin().status().sessions().getFirst().vrings().getFirst();
      System.out.printf("rings: %s, %d descriptors%n", ring.format(), ring.size());
      daemon.alarms().forEach(System.out::println);
      return failed + daemon.alarms().size();
    } catch (LabException e) {
      throw uml.explained(e, daemon);
    }
  }
}
