package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.checks.migration.Rounds;
import io.ringfence.lab.checks.migration.Rounds.Round;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Migrates a guest between two daemons repeatedly, under traffic. */
@Command(
    name = "migration",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/migration [OPTION]...",
    description =
        "Moves a guest between two daemons on one bridge and back, while a "
            + "ping at 10/s, a TCP_RR run and a file for the guest continue. tshark "
            + "captures on the bridge the frame that announces the guest's new "
            + "location: a RARP frame of the daemon. Exit status 1 if a migration "
            + "failed, a file's hash is wrong or no announcement arrived. The "
            + "default QEMU is that of Debian 13: QEMU 7.2 without KVM corrupts "
            + "guests that it migrates under load.")
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
          "Use QEMU's own virtio-net in place of the daemon: a failure that "
              + "occurs here too is not the daemon's.")
  private boolean control;

  @Option(
      names = "--queues",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Queue pairs of the guest's device, 1 to 16; with more than one, "
              + "TCP_CRR runs too, and every ring must carry frames before and after "
              + "(default: ${DEFAULT-VALUE}).")
  private int queues;

  @Option(
      names = "--guest-announce",
      description =
          "Offer VIRTIO_NET_F_GUEST_ANNOUNCE: the guest announces its location "
              + "by gratuitous ARP, and the daemon does not.")
  private boolean guestAnnounce;

  @Mixin private HostOptions host;

  @Override
  public Integer call() {
    guest.check();
    guest.refuseUserModeLinux();
    ArgumentChecks.between(spec, "--rounds", rounds, 1, 1000);
    ArgumentChecks.between(spec, "--queues", queues, 1, 16);
    if (host.checksOnly(guest)) {
      return 0;
    }
    Progress progress = new Progress(System.err);
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      progress.say("booting the guest (%s, %d CPUs)".formatted(guest.arch, guest.cpus));
      Rounds bed = Rounds.start(options(), cleanUp);
      try {
        return move(bed, progress) ? 0 : 1;
      } catch (LabException e) {
        throw new LabException(e.getMessage() + '\n' + bed.lastLines(), e);
      }
    }
  }

  private Rounds.Options options() {
    return new Rounds.Options(
        host.setup(guest, POLICY).withQueues(queues), host.ping(), control, guestAnnounce);
  }

  private boolean move(Rounds bed, Progress progress) {
    long longestGap = 0;
    int wrong = 0;
    int unheard = 0;
    for (int i = 1; i <= rounds; i++) {
      progress.say("migration %d of %d".formatted(i, rounds));
      Round round = bed.next(i);
      longestGap = Math.max(longestGap, round.gapMillis());
      wrong += round.hashRight() ? 0 : 1;
      unheard += round.announcement().seen() ? 0 : 1;
      System.out.println(line(i, round));
    }
    bed.alarms().forEach(System.out::println);
    System.out.printf(
        "%d migrations, %d wrong hashes, %d not announced, longest gap between replies %d ms, %d"
            + " lines at WARN or ERROR%n",
        rounds, wrong, unheard, longestGap, bed.alarms().size());
    return wrong == 0 && unheard == 0 && bed.alarms().isEmpty();
  }

  private static String line(int number, Round round) {
    return String.format(
        Locale.ROOT,
        "%s %d: %d ms, %d passes, down %d ms by QEMU; %s; longest gap %d ms; TCP_RR %.0f/s; file %d"
            + " MiB%s",
        round.good() ? "PASS" : "FAIL",
        number,
        round.move().totalMillis(),
        round.move().passes(),
        round.move().downtimeMillis(),
        round.announcement(),
        round.gapMillis(),
        round.transactionsPerSecond(),
        round.fileMebibytes(),
        round.hashRight() ? "" : " with a wrong hash");
  }
}
