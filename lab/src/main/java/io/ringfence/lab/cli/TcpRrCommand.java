package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.experiment.Summary;
import io.ringfence.lab.experiment.TcpRr;
import io.ringfence.lab.host.Machine;
import io.ringfence.lab.process.CleanUp;
import io.ringfence.lab.process.Progress;
import io.ringfence.lab.report.Facts;
import io.ringfence.lab.report.JsonReport;
import io.ringfence.lab.report.TextReport;
import io.ringfence.lab.testbed.RunDirectory;
import io.ringfence.lab.testbed.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** netperf TCP_RR in a guest under each barrier policy. */
@Command(
    name = "tcp-rr",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/tcp-rr [OPTION]...",
    description =
        "Boots a guest, runs netperf TCP_RR in it under each barrier policy, swapped on the running"
            + " daemon between runs, and prints what that did to rate, latency and CPU time.")
final class TcpRrCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--policies",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "A,B,...",
      defaultValue = "auto,smp,dma,mandatory",
      description =
          "Barrier policies; the others are compared with the first (default: all of"
              + " ${DEFAULT-VALUE}).")
  private List<String> policies;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "4",
      description = "Runs under each policy (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "Length of a run (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Mixin private GuestOptions guest;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every run's raw figures there.")
  private Path json;

  @Override
  public Integer call() {
    check();
    if (guest.checkOnly) {
      return 0;
    }
    Progress progress = new Progress(System.err);
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      Path directory = RunDirectory.create(cleanUp);
      progress.say("starting the daemon");
      Testbed testbed = Testbed.start(guest.setup(policies.getFirst()), directory, cleanUp);
      try {
        measure(testbed, progress);
        return 0;
      } catch (LabException e) {
        throw new LabException(testbed.explain(e), e);
      }
    }
  }

  private void check() {
    guest.check();
    guest.between("--pairs", pairs, 1, 10_000);
    guest.between("--seconds", seconds, 1, 3600);
    if (policies.contains("") || new HashSet<>(policies).size() != policies.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--policies %s: expected names that differ".formatted(String.join(",", policies)));
    }
    if (json != null && !Files.isDirectory(json.toAbsolutePath().getParent())) {
      throw new ParameterException(spec.commandLine(), "--json " + json + ": no such folder");
    }
  }

  private void measure(Testbed testbed, Progress progress) {
    Instant started = Instant.now();
    // A policy that the daemon does not know or refuses is told before a guest boots for nothing.
    policies.forEach(testbed.admin()::setBarriers);
    progress.say("booting the guest (%s, %d CPUs)".formatted(guest.arch, guest.cpus));
    testbed.bootGuest();
    TestbedNotes.unsoundGuest(testbed, guest.cpus).ifPresent(progress::say);
    long seed = new SecureRandom().nextLong();
    TcpRr.Plan plan = new TcpRr.Plan(policies, pairs, seconds, seed);
    TcpRr.Outcome outcome = new TcpRr(testbed, plan, progress).run();
    Summary summary = new Summary(policies, outcome.runs());
    Facts facts = facts(testbed, started, seed);
    System.out.print(TextReport.of(summary, outcome.barriers(), facts));
    if (json != null) {
      write(json, JsonReport.of(summary, outcome.barriers(), outcome.runs(), facts));
    }
  }

  private Facts facts(Testbed testbed, Instant started, long seed) {
    Map<String, Object> options = new TreeMap<>();
    options.put("policies", String.join(",", policies));
    options.put("pairs", pairs);
    options.put("seconds", seconds);
    options.put("seed", seed);
    options.put("arch", guest.arch);
    options.put("mode", guest.mode);
    options.put("ring", guest.ring);
    options.put("cpus", guest.cpus);
    return new Facts(
        started,
        options,
        Machine.here(),
        testbed.qemu().version(),
        testbed.qemu().kvm() ? "KVM" : "TCG",
        testbed.guest().mustRun("uname -srm", Duration.ofSeconds(15)),
        testbed.admin().status().version(),
        testbed.alarms());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
