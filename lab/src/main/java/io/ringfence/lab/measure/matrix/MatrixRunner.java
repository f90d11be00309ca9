package io.ringfence.lab.measure.matrix;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.measure.experiment.Experiment;
import java.util.List;
import java.util.Set;

/** Runs the cells of a matrix in sequence. A failed cell does not stop the others. */
public final class MatrixRunner {
  /** Runs one cell. */
  @FunctionalInterface
  public interface CellRunner {
    /**
     * @throws LabException if there is no experiment
     */
    Experiment run(Cell cell);
  }

  private final Journal journal;
  private final CellRunner runner;
  private final Progress progress;

  public MatrixRunner(Journal journal, CellRunner runner, Progress progress) {
    this.journal = journal;
    this.runner = runner;
    this.progress = progress;
  }

  /**
   * Runs the cells without an experiment in the journal.
   *
   * @return the number of failed cells
   */
  public int run(List<Cell> cells) {
    Set<Cell> done = journal.done();
    List<Cell> left = cells.stream().filter(cell -> !done.contains(cell)).toList();
    if (left.size() < cells.size()) {
      progress.say(
          "%d of %d cells are done already".formatted(cells.size() - left.size(), cells.size()));
    }
    long started = System.nanoTime();
    int failed = 0;
    for (int i = 0; i < left.size(); i++) {
      double each = i == 0 ? 0 : (System.nanoTime() - started) / 60e9 / i;
      String time = i == 0 ? "" : ", about %.0f min left".formatted(each * (left.size() - i));
      Cell cell = left.get(i);
      progress.say("cell %d of %d%s: %s".formatted(i + 1, left.size(), time, cell.name()));
      failed += one(cell) ? 0 : 1;
    }
    return failed;
  }

  private boolean one(Cell cell) {
    try {
      journal.add(cell, runner.run(cell));
      return true;
    } catch (LabException e) {
      if (CleanUp.shuttingDown()) {
        throw e;
      }
      journal.addFailure(cell, e.getMessage());
      progress.say("cell failed: " + e.getMessage());
      return false;
    }
  }
}
