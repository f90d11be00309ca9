package io.ringfence.lab.measure.matrix;

import java.util.List;

/**
 * An experiment of a matrix.
 *
 * @param name unique in the matrix
 * @param arguments as on the command line
 */
public record Cell(String name, List<String> arguments) {
  public Cell {
    arguments = List.copyOf(arguments);
  }
}
