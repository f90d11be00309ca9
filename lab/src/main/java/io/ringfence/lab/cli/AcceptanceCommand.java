package io.ringfence.lab.cli;

import io.ringfence.lab.checks.acceptance.Check;
import io.ringfence.lab.checks.acceptance.CheckRunner;
import io.ringfence.lab.checks.acceptance.Checks;
import io.ringfence.lab.checks.acceptance.QueueCheck;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.measure.experiment.EmulatorNotes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a guest on the daemon. */
@Command(
    name = "acceptance",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/acceptance [OPTION]...",
    description =
        "Boots a guest on the daemon and checks traffic, policy swaps, stops, "
            + "reboots and a killed daemon. Exit status 1 if a check failed.")
final class AcceptanceCommand implements Callable<Integer> {
  private static final String FIRST_POLICY = "auto";

  @Spec private CommandSpec spec;
  @Mixin private GuestOptions guest;

  @Option(
      names = "--only",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAME,...",
      description = "Run only these checks.")
  private List<String> only = List.of();

  @Option(
      names = "--queues",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Queue pairs of the guest's device, 1 to 16; with more than one, the "
              + "check 'queues' runs too (default: ${DEFAULT-VALUE}).")
  private int queues;

  @Mixin private HostOptions host;

  @Override
  public Integer call() {
    guest.check();
    guest.refuseUserModeLinux();
    only.forEach(name ->
        ArgumentChecks.oneOf(
            spec, "--only", name, Checks.all().stream().map(Check::name).toList()));
    ArgumentChecks.between(spec, "--queues", queues, 1, 16);
    if (only.contains(QueueCheck.NAME) && queues == 1) {
      throw ArgumentChecks.wrong(spec, "--only queues: needs --queues N, more than 1");
    }
    if (host.checksOnly(guest)) {
      return 0;
    }
    Progress progress = new Progress(System.err);
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      progress.say("starting the daemon");
      Testbed testbed =
          Testbed.start(
              host.setup(guest, FIRST_POLICY).withQueues(queues),
              RunDirectory.create(cleanUp),
              cleanUp);
      return testbed.explaining(() -> {
        progress.say("booting the guest (%s, %d CPUs)".formatted(guest.arch, guest.cpus));
        testbed.bootGuest();
        warn(testbed, progress);
        List<Check> checks =
            Checks.all().stream()
                .filter(check -> only.isEmpty() || only.contains(check.name()))
                .filter(check -> queues > 1 || !check.name().equals(QueueCheck.NAME))
                .toList();
        return new CheckRunner(testbed, System.out, progress).run(checks) == 0 ? 0 : 1;
      });
    }
  }

  private void warn(Testbed testbed, Progress progress) {
    String version = testbed.qemu().version();
    if (!testbed.qemu().kvm() && EmulatorNotes.unsound(guest.cpus, version)) {
      progress.say("warning: " + EmulatorNotes.unsoundText(version));
    }
  }
}
