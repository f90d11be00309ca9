package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.report.AllText;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.Results;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One report of many experiments, of one machine or several. */
@Command(
    name = "report",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/report [OPTION]... FILE.json...",
    description =
        "Reads the --json files of scripts/long-runs, scripts/costs, "
            + "scripts/disassembly and scripts/ringfence verify, of this machine or "
            + "others, and writes one report of them. Without --report and --json it "
            + "is printed.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE.json", description = "What those wrote.")
  private List<Path> files;

  @Mixin private OutputOptions output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Override
  public Integer call() {
    output.check();
    Results results = Results.NONE;
    for (Path file : files) {
      results = results.and(Archive.read(file));
    }
    if (results.isEmpty()) {
      throw new LabException("no experiment in " + files);
    }
    output.write(results);
    if (!output.any()) {
      spec.commandLine().getOut().println(AllText.of(results).stripTrailing());
    }
    return 0;
  }
}
