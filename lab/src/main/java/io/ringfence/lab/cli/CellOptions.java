package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.matrix.Cell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The options of one cell of a matrix. */
@Command(name = "cell")
final class CellOptions {
  @Mixin private GuestOptions guest;
  @Mixin private DesignOptions design;

  private CellOptions() {}

  /**
   * @throws LabException if the cell has an unknown option or value
   */
  static Planned parse(Cell cell) {
    CellOptions options = new CellOptions();
    try {
      new CommandLine(options).parseArgs(cell.arguments().toArray(String[]::new));
      options.guest.check();
      return new Planned(cell, options.guest, options.design.design(options.guest));
    } catch (ParameterException e) {
      throw new LabException("cell \"%s\": %s".formatted(cell.name(), e.getMessage()), e);
    }
  }

  /** A cell with its parsed options. */
  record Planned(Cell cell, GuestOptions guest, Design design) {}
}
