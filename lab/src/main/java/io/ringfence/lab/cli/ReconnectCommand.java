package io.ringfence.lab.cli;

import io.ringfence.lab.checks.restart.Kills;
import io.ringfence.lab.checks.restart.Kills.Kill;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.kit.testbed.Setup;
import io.ringfence.lab.kit.testbed.Testbed;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills the daemon under a running guest, repeatedly. */
@Command(
    name = "reconnect",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/reconnect [OPTION]...",
    description =
        "Kills the daemon with SIGKILL under TCP_RR and a ping at 10/s, starts "
            + "it again, and reports the effect on the guest. Exit status 1 if the "
            + "network did not come back without a reset or the running TCP_RR "
            + "ended. With packed rings both are expected: the daemon's position is "
            + "lost, and the guest must reset the device.")
final class ReconnectCommand implements Callable<Integer> {
  private static final String POLICY = "auto";

  @Spec private CommandSpec spec;
  @Mixin private GuestOptions guest;
  @Mixin private HostOptions host;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Kills in a row, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--qemu-listens",
      description = "QEMU listens on the socket and the daemon connects (serve --client).")
  private boolean qemuListens;

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
      Setup plain = host.setup(guest, POLICY);
      Setup setup = qemuListens ? Kills.qemuListens(plain, directory) : plain;
      Testbed testbed = Testbed.start(setup, directory, cleanUp);
      progress.say("booting the guest (%s, %d CPUs)".formatted(guest.arch, guest.cpus));
      return testbed.explaining(() -> {
        testbed.bootGuest();
        return kill(new Kills(testbed, host.ping(), directory), progress) ? 0 : 1;
      });
    }
  }

  private boolean kill(Kills kills, Progress progress) {
    boolean unnoticed = true;
    for (int i = 1; i <= rounds; i++) {
      progress.say("kill %d of %d".formatted(i, rounds));
      Kill kill = kills.next();
      boolean survived = kill.back() && kill.survived();
      unnoticed &= survived;
      System.out.printf(
          Locale.ROOT,
          "%s %d: TCP_RR %s, longest gap %d ms, replies %s%n",
          survived ? "PASS" : "FAIL",
          i,
          kill.netperf(),
          kill.gapMillis(),
          comeBack(kill));
    }
    return unnoticed;
  }

  private static String comeBack(Kill kill) {
    if (kill.back()) {
      return "came back without a reset";
    }
    return kill.backAfterReset() ? "came back after a reset by the driver" : "did not come back";
  }
}
