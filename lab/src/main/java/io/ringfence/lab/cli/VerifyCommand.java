package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.measure.verify.FormalTable;
import io.ringfence.lab.measure.verify.Jcstress;
import io.ringfence.lab.measure.verify.JcstressResult;
import io.ringfence.lab.measure.verify.Stress;
import io.ringfence.lab.measure.verify.StressResult;
import io.ringfence.lab.measure.verify.Verification;
import io.ringfence.lab.measure.verify.VerificationJson;
import io.ringfence.lab.report.VerificationText;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Order;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reports which policies are sound: by formal models, and by trials on this machine. */
@Command(
    name = "verify",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/ringfence verify [OPTION]...",
    description =
        "Reports for each ordering point whether formal models allow it to "
            + "fail, then races the real ring code with a software driver on this "
            + "machine, the unsound policies first. No daemon is needed. Exit status "
            + "1 if an unsound policy was not caught or a sound one failed.")
final class VerifyCommand implements Callable<Integer> {
  private static final long MOST_TRIALS = 100_000_000_000L;

  @Spec private CommandSpec spec;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "Check only this policy; none and acqrel, which must fail, always run.")
  private String policy;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "56000000",
      description = "Trials of all sound policies together (default: ${DEFAULT-VALUE}).")
  private long trials;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result to FILE, for reports.")
  private Path json;

  @Option(names = "--no-jcstress", description = "Skip jcstress, which takes half a minute.")
  private boolean noJcstress;

  @Option(names = "--jcstress", hidden = true, paramLabel = "CLASSPATH")
  private String jcstress;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Override
  public Integer call() {
    ArgumentChecks.writable(spec, "--json", json);
    if (trials < 1 || trials > MOST_TRIALS) {
      throw ArgumentChecks.wrong(
          spec, "--trials %d: expected 1 to %d".formatted(trials, MOST_TRIALS));
    }
    Verification seen = verify(policies());
    if (json != null) {
      write(VerificationJson.of(seen));
    }
    return seen.passed() ? 0 : 1;
  }

  /**
   * Returns the policies that must fail, then the requested one, or all without duplicates among
   * stubs.
   */
  private List<BarrierPolicy> policies() {
    Stream<String> asked =
        policy == null
            ? Stream.of(Order.values()).filter(order -> order.inlined() == order).map(Order::label)
            : Stream.of(policy);
    try {
      return Stream.concat(Stream.of("none", "acqrel"), asked)
          .distinct()
          .map(BarrierPolicy::parse)
          .toList();
    } catch (IllegalArgumentException e) {
      throw ArgumentChecks.wrong(spec, e.getMessage());
    }
  }

  private Verification verify(List<BarrierPolicy> policies) {
    FormalTable table = FormalTable.shipped();
    PrintWriter out = spec.commandLine().getOut();
    List<String> notes = new ArrayList<>();
    List<StressResult> stress = List.of();
    out.println(VerificationText.formal(seen(policies, table, List.of(), List.of(), List.of())));
    if (Stress.impossible().isEmpty()) {
      out.println("Races of the ring code with a software driver on this machine");
      stress = Stress.run(policies, trials, result -> say(VerificationText.line(result)));
      notes.add("Not raced: " + Stress.notExercised() + ".");
    } else {
      notes.add("No races: " + Stress.impossible() + ".");
    }
    List<JcstressResult> jcstressed = jcstress(policies, notes);
    Verification seen = seen(policies, table, stress, jcstressed, notes);
    notes.forEach(note -> out.println("  " + note));
    if (!jcstressed.isEmpty()) {
      out.println("\njcstress on the same primitives, compiled by C2");
      out.print(VerificationText.jcstress(seen));
    }
    out.println();
    out.print(VerificationText.summary(seen));
    out.flush();
    return seen;
  }

  private List<JcstressResult> jcstress(List<BarrierPolicy> policies, List<String> notes) {
    if (noJcstress || jcstress == null) {
      notes.add("jcstress was skipped.");
      return List.of();
    }
    return Jcstress.run(jcstress, policies);
  }

  private static Verification seen(
      List<BarrierPolicy> policies,
      FormalTable table,
      List<StressResult> stress,
      List<JcstressResult> jcstressed,
      List<String> notes) {
    return Verification.of(
        Machine.here(),
        Architecture.host().label(),
        table.origin(),
        policies.stream().flatMap(one -> table.of(one).stream()).toList(),
        stress,
        jcstressed,
        List.copyOf(notes));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private void write(String text) {
    try {
      Files.writeString(json, text);
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(json, e.getMessage()), e);
    }
  }
}
