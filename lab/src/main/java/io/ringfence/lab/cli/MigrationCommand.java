package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.migration.Rounds;
import io.ringfence.lab.migration.Rounds.Round;
import io.ringfence.lab.process.CleanUp;
import io.ringfence.lab.process.Progress;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Live migration between two daemons, over and over, under traffic. */
@Command(
    name = "migration",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/migration [OPTION]...",
    description =
        "Moves a guest to and fro between two daemons on one bridge, while a ping at 10/s, a"
            + " TCP_RR run and a file for the guest go on. Exit status 1 when a migration failed"
            + " or a file's hash is wrong. QEMU is that of Debian 13 unless --qemu-release says"
            + " otherwise: QEMU 7.2 without KVM corrupts guests that it migrates under load.")
final class MigrationCommand implements Callable<Integer> {
  private static final String POLICY = "auto";

  @Spec private CommandSpec spec;
  @Mixin private GuestOptions guest;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Migrations in a row, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--control",
      description =
          "QEMU's own virtio-net in the daemon's place: what fails there too is not the daemon's.")
  private boolean control;

  @Mixin private HostOptions host;

  @Override
  public Integer call() {
    guest.check();
    guest.refuseUserModeLinux();
    ArgumentChecks.between(spec, "--rounds", rounds, 1, 1000);
    if (host.checkOnly) {
      spec.commandLine().getOut().println(guest.needs());
      return 0;
    }
    Progress progress = new Progress(System.err);
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      progress.say("booting the guest (%s, %d CPUs)".formatted(guest.arch, guest.cpus));
      Rounds bed = Rounds.start(host.setup(guest, POLICY), host.ping(), control, cleanUp);
      try {
        return move(bed, progress) ? 0 : 1;
      } catch (LabException e) {
        throw new LabException(e.getMessage() + '\n' + bed.lastWords(), e);
      }
    }
  }

  private boolean move(Rounds bed, Progress progress) {
    long longestGap = 0;
    int wrong = 0;
    for (int i = 1; i <= rounds; i++) {
      progress.say("migration %d of %d".formatted(i, rounds));
      Round round = bed.next(i);
      longestGap = Math.max(longestGap, round.gapMillis());
      wrong += round.hashRight() ? 0 : 1;
      System.out.println(line(i, round));
    }
    bed.alarms().forEach(System.out::println);
    System.out.printf(
        "%d migrations, %d wrong hashes, longest gap between replies %d ms, %d lines at WARN or"
            + " ERROR%n",
        rounds, wrong, longestGap, bed.alarms().size());
    return wrong == 0 && bed.alarms().isEmpty();
  }

  private static String line(int number, Round round) {
    return String.format(
        Locale.ROOT,
        "%s %d: %d ms, %d passes, down %d ms by QEMU; longest gap %d ms; TCP_RR %.0f/s; file %d MiB",
        round.hashRight() ? "PASS" : "FAIL",
        number,
        round.totalMillis(),
        round.passes(),
        round.downtimeMillis(),
        round.gapMillis(),
        round.transactionsPerSecond(),
        round.fileMebibytes());
  }
}
