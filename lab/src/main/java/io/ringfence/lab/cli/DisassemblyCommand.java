package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.measure.disassembly.Disassembly;
import io.ringfence.lab.measure.disassembly.DisassemblyRunner;
import io.ringfence.lab.report.DisassemblyText;
import io.ringfence.lab.report.Results;
import io.ringfence.ring.BarrierPolicy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reports the instructions that run at every ordering point. */
@Command(
    name = "disassembly",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/disassembly [OPTION]...",
    description =
        "Compiles each barrier policy with the JIT and reads its machine code. "
            + "Reports the barriers at every ordering point, which policies are "
            + "identical, and whether the table of instructions is right. Exit "
            + "status 1 also if it is not.")
final class DisassemblyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--policies",
      paramLabel = "A,B,...",
      description = "Barrier policies (default: all named ones). Also custom:S1=none,...")
  private String policies;

  // The script passes it for --aarch64: a JVM of that architecture, under emulation.
  @Option(names = "--jvm", hidden = true)
  private String jvm;

  @Option(
      names = "--aarch64",
      description =
          "Read the code of an aarch64 JVM, run under emulation. If given, it "
              + "must be the first option.")
  private boolean aarch64;

  @Mixin private OutputOptions output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Override
  public Integer call() {
    output.check();
    if (aarch64 && jvm == null) {
      throw ArgumentChecks.wrong(spec, "--aarch64: expected as the script's first word");
    }
    List<String> list = policies == null ? BarrierPolicy.names() : PolicyList.parse(policies);
    list.forEach(this::check);
    Progress progress = new Progress(System.err);
    DisassemblyRunner runner =
        jvm == null ? new DisassemblyRunner(progress) : new DisassemblyRunner(jvm, progress);
    Disassembly disassembly = runner.run(list, CommandLines.typed(spec, "disassembly"));
    System.out.print(DisassemblyText.of(disassembly));
    output.write(Results.of(disassembly));
    if (!disassembly.faults().isEmpty()) {
      throw new LabException("the machine code differs from the table of instructions (see above)");
    }
    return 0;
  }

  private void check(String policy) {
    try {
      // A loop of fences has no fixed number of instructions.
      if (BarrierPolicy.parse(policy).dose().count() > 0) {
        throw ArgumentChecks.wrong(spec, "--policies " + policy + ": a dose is a loop");
      }
    } catch (IllegalArgumentException e) {
      throw ArgumentChecks.wrong(spec, "--policies: " + e.getMessage());
    }
  }
}
