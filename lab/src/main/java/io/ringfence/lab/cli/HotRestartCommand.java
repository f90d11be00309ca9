package io.ringfence.lab.cli;

import io.ringfence.lab.checks.restart.Restarts;
import io.ringfence.lab.checks.restart.Restarts.Restart;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.kit.testbed.Testbed;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks daemons that take over from one another under a running guest. */
@Command(
    name = "hot-restart",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/hot-restart [OPTION]...",
    description =
        "Starts a new daemon that takes over from the running one (serve "
            + "--take-over) under TCP_RR and a ping at 10/s, and reports the effect "
            + "on the guest. Exit status 1 if a transaction took 200 ms or more, or "
            + "a ping, a segment or a notification was lost.")
final class HotRestartCommand implements Callable<Integer> {
  private static final String POLICY = "auto";
  private static final double LONGEST_MILLIS = 200;

  @Spec private CommandSpec spec;
  @Mixin private GuestOptions guest;
  @Mixin private HostOptions host;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Take-overs in a row, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() {
    guest.check();
    guest.refuseUserModeLinux();
    ArgumentChecks.between(spec, "--rounds", rounds, 1, 1000);
    if (host.checksOnly(guest)) {
      return 0;
    }
    Progress progress = new Progress(System.err);
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      Path directory = RunDirectory.create(cleanUp);
      Testbed testbed = Testbed.start(host.setup(guest, POLICY), directory, cleanUp);
      progress.say("booting the guest (%s, %d CPUs)".formatted(guest.arch, guest.cpus));
      return testbed.explaining(() -> {
        testbed.bootGuest();
        boolean unnoticed = restart(new Restarts(testbed, host.ping(), directory), progress);
        testbed.alarms().forEach(line -> System.out.println("the daemon logged: " + line));
        return unnoticed && testbed.alarms().isEmpty() ? 0 : 1;
      });
    }
  }

  private boolean restart(Restarts restarts, Progress progress) {
    progress.say("without a restart, for comparison");
    print("----    without", restarts.without());
    int passed = 0;
    int lost = 0;
    double longest = 0;
    for (int i = 1; i <= rounds; i++) {
      progress.say("take-over %d of %d".formatted(i, rounds));
      Restart restart = restarts.next();
      boolean good = millis(restart) < LONGEST_MILLIS && lost(restart) == 0;
      print("%s %8d".formatted(good ? "PASS" : "FAIL", i), restart);
      passed += good ? 1 : 0;
      lost += lost(restart);
      longest = Math.max(longest, millis(restart));
    }
    progress.say("without a restart again, on the last daemon");
    print("----    without", restarts.without());
    System.out.printf(
        Locale.ROOT,
        "%d of %d take-overs unnoticed: longest transaction %.1f ms, %d frames or notifications lost%n",
        passed,
        rounds,
        longest,
        lost);
    return passed == rounds;
  }

  private static double millis(Restart restart) {
    return restart.longestMicros() / 1000;
  }

  private static int lost(Restart restart) {
    return (int) (restart.retransmitted() + restart.rescued()) + restart.lostPings();
  }

  private static void print(String what, Restart restart) {
    System.out.printf(
        Locale.ROOT,
        "%s: TCP_RR %.0f/s, longest transaction %.1f ms (rings stopped %.1f ms), %d of %d pings"
            + " lost, %d segments retransmitted, %d notifications lost%n",
        what,
        restart.perSecond(),
        millis(restart),
        restart.stoppedMicros() / 1000.0,
        restart.lostPings(),
        restart.pings(),
        restart.retransmitted(),
        restart.rescued());
  }
}
