package io.ringfence.lab.measure.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.Results;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostRunnerTest {
  private static final CostDesign DESIGN =
      new CostDesign(
          List.of("packed"),
          List.of("auto", "smp"),
          List.of("mandatory"),
          List.of(TrafficPattern.STREAM),
          List.of(0, 50, 500),
          1,
          2,
          0.001,
          2,
          7);

  @TempDir Path directory;

  @Test
  void aForkRunsEveryCellInEveryBlock() throws Exception {
    CostExperiment experiment =
        new CostRunner(DESIGN, new Progress(new PrintStream(OutputStream.nullOutputStream())))
            .run("scripts/costs");

    assertThat(DESIGN.cells()).hasSize(9).doesNotHaveDuplicates();
    for (CostCell cell : DESIGN.cells()) {
      assertThat(experiment.runs()).filteredOn(run -> run.cell().equals(cell)).hasSize(2);
    }
    assertThat(experiment.runs()).allMatch(run -> run.perFrame() > 1 && run.frames() >= 5);
    CostAnalysis analysis = CostAnalysis.of(experiment);
    assertThat(analysis.doses().getFirst().slope().estimate()).isGreaterThan(0.2);

    Path file = directory.resolve("costs.json");
    Files.writeString(file, Archive.of(Results.of(experiment)));
    assertThat(Archive.read(file).costs()).containsExactly(experiment);
  }

  @Test
  void oneProcessorIsRefused() {
    assertThatThrownBy(() -> CostRunner.checkCpus(1))
        .isInstanceOf(LabException.class)
        .hasMessage(
            "1 CPU for this process; the driver runs on one and the device on another, so 2 are needed");
  }
}
