package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.ExperimentRunner;
import io.ringfence.lab.measure.matrix.Cell;
import io.ringfence.lab.measure.matrix.Journal;
import io.ringfence.lab.measure.matrix.MatrixPlan;
import io.ringfence.lab.measure.matrix.MatrixRunner;
import io.ringfence.lab.report.Results;
import io.ringfence.lab.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** netperf request/response in a guest under each barrier policy. */
@Command(
    name = "long-runs",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/long-runs [OPTION]...",
    description =
        "Boots a guest, runs netperf TCP_RR in it under each barrier policy, "
            + "swapped on the running daemon between runs, and reports the effect on "
            + "rate, latency and CPU time.")
final class LongRunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DesignOptions designs;
  @Mixin private GuestOptions guest;
  @Mixin private OutputOptions output;

  @Option(
      names = "--matrix",
      paramLabel = "PLAN.json",
      description =
          "Run the experiments of a plan. --json is then a file of JSON lines; a "
              + "cell that it already contains is not run again.")
  private Path matrix;

  @Mixin private HostOptions host;

  @Override
  public Integer call() {
    guest.check();
    output.check();
    Design design = designs.design(guest);
    List<CellOptions.Planned> cells = matrix == null ? List.of() : plan();
    if (host.checkOnly) {
      printNeeds(cells);
      return 0;
    }
    Progress progress = new Progress(System.err);
    if (matrix != null) {
      return runMatrix(cells, progress);
    }
    Experiment experiment = run(guest, design, CommandLines.typed(spec, "long-runs"), progress);
    System.out.print(TextReport.of(Analysis.of(experiment)));
    output.write(Results.of(experiment));
    return 0;
  }

  // The scripts provide these.
  private void printNeeds(List<CellOptions.Planned> cells) {
    if (cells.isEmpty()) {
      spec.commandLine().getOut().println(guest.needs());
    } else {
      cells.stream()
          .map(cell -> cell.guest().needs())
          .distinct()
          .forEach(spec.commandLine().getOut()::println);
    }
  }

  private List<CellOptions.Planned> plan() {
    if (output.json == null) {
      throw ArgumentChecks.wrong(spec, "--matrix needs --json FILE, which stores its cells");
    }
    try {
      return MatrixPlan.parse(Files.readString(matrix)).stream().map(CellOptions::parse).toList();
    } catch (IOException e) {
      throw ArgumentChecks.wrong(spec, "--matrix %s: cannot be read".formatted(matrix));
    } catch (LabException e) {
      throw ArgumentChecks.wrong(spec, "--matrix %s: %s".formatted(matrix, e.getMessage()));
    }
  }

  private int runMatrix(List<CellOptions.Planned> planned, Progress progress) {
    Map<Cell, CellOptions.Planned> cells =
        planned.stream().collect(Collectors.toMap(CellOptions.Planned::cell, Function.identity()));
    Journal journal = new Journal(output.json);
    List<Cell> order = planned.stream().map(CellOptions.Planned::cell).toList();
    int failed =
        new MatrixRunner(
                journal,
                cell ->
                    run(cells.get(cell).guest(), cells.get(cell).design(), line(cell), progress),
                progress)
            .run(order);
    List<Experiment> experiments = journal.experiments(order);
    experiments.forEach(experiment -> {
      System.out.println("== " + experiment.design().title());
      System.out.println(TextReport.of(Analysis.of(experiment)));
    });
    output.writeReport(Results.of(experiments));
    if (failed > 0) {
      throw new LabException(
          "%d of %d cells failed; the same command runs them again"
              .formatted(failed, order.size()));
    }
    return 0;
  }

  private Experiment run(GuestOptions kind, Design design, String command, Progress progress) {
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      Path directory = RunDirectory.create(cleanUp);
      progress.say("starting the daemon");
      Testbed testbed = Testbed.start(host.setup(kind, design.reference()), directory, cleanUp);
      return testbed.explaining(
          () -> new ExperimentRunner(testbed, design, Analysis::decided, progress).run(command));
    }
  }

  private static String line(Cell cell) {
    return "scripts/long-runs " + String.join(" ", cell.arguments());
  }
}
