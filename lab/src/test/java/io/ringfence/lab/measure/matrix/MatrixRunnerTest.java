package io.ringfence.lab.measure.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Samples;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.Results;
import io.ringfence.lab.report.html.HtmlReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixRunnerTest {
  private static final List<Cell> CELLS =
      List.of(cell("one"), cell("two"), cell("three"), cell("four"));

  @TempDir Path directory;
  private final List<String> ran = new ArrayList<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private static Cell cell(String name) {
    return new Cell(name, List.of("--seconds=" + name.length()));
  }

  private Path file() {
    return directory.resolve("out.jsonl");
  }

  private int run(MatrixRunner.CellRunner runner) {
    Progress progress = new Progress(new PrintStream(output, true, StandardCharsets.UTF_8));
    MatrixRunner.CellRunner counting =
        cell -> {
          ran.add(cell.name());
          return runner.run(cell);
        };
    return new MatrixRunner(new Journal(file()), counting, progress).run(CELLS);
  }

  private static Experiment measure(Cell cell) {
    return Samples.sound(cell.name().length());
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aCellThatFailsDoesNotKeepTheOthersAndIsTriedAgain() {
    int failed =
        run(cell -> {
          if (cell.name().equals("two")) {
            throw new LabException("the guest went away");
          }
          return measure(cell);
        });

    assertThat(failed).isEqualTo(1);
    assertThat(ran).containsExactly("one", "two", "three", "four");
    assertThat(new Journal(file()).experiments(CELLS)).hasSize(3);
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("cell failed: the guest went away");

    ran.clear();
    assertThat(run(MatrixRunnerTest::measure)).isZero();
    assertThat(ran).containsExactly("two");
    assertThat(new Journal(file()).experiments(CELLS))
        .extracting(experiment -> experiment.design().pairs())
        .as("in the order of the plan")
        .containsExactly(3, 3, 5, 4);
  }

  @Test
  void anInterruptedMatrixGoesOnAndItsReportIsThatOfAnUninterruptedOne() throws Exception {
    try {
      run(cell -> {
        if (cell.name().equals("three")) {
          throw new Crash();
        }
        return measure(cell);
      });
    } catch (Crash e) {
      // As if the process had been killed, in the middle of a line.
      String text = Files.readString(file());
      Files.writeString(file(), text + "{\"cell\":\"three\",\"argum");
    }
    ran.clear();
    assertThat(run(MatrixRunnerTest::measure)).isZero();
    assertThat(ran).containsExactly("three", "four");

    List<Experiment> resumed = new Journal(file()).experiments(CELLS);
    List<Experiment> whole = CELLS.stream().map(MatrixRunnerTest::measure).toList();
    assertThat(HtmlReport.of(Results.of(resumed))).isEqualTo(HtmlReport.of(Results.of(whole)));
    assertThat(Archive.of(Archive.read(file()))).isEqualTo(Archive.of(Results.of(whole)));
  }

  @Test
  void aCellWithOtherArgumentsIsAnotherCell() {
    new Journal(file()).add(new Cell("one", List.of("--seconds=99")), Samples.sound(1));

    run(MatrixRunnerTest::measure);

    assertThat(ran).contains("one");
  }
}
