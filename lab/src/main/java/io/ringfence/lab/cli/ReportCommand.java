package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.analysis.Analysis;
import io.ringfence.lab.experiment.Experiment;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.TextReport;
import java.nio.file.Path;
import java.util.ArrayList;
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
        "Reads what scripts/tcp-rr wrote with --json, on this machine or others, and makes one report"
            + " of it. Without --report and --json it is printed.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE.json", description = "Files of scripts/tcp-rr.")
  private List<Path> files;

  @Mixin private OutputOptions output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Tell the options.")
  private boolean help;

  @Override
  public Integer call() {
    output.check();
    List<Experiment> experiments = new ArrayList<>();
    files.forEach(file -> experiments.addAll(Archive.read(file)));
    if (experiments.isEmpty()) {
      throw new LabException("no experiment in " + files);
    }
    output.write(experiments);
    if (!output.any()) {
      for (Experiment experiment : experiments) {
        spec.commandLine()
            .getOut()
            .println(
                "== %s: %s%n%s"
                    .formatted(
                        experiment.environment().machine().cpu(),
                        experiment.design().title(),
                        TextReport.of(Analysis.of(experiment))));
      }
    }
    return 0;
  }
}
