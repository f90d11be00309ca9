package io.ringfence.lab.measure.matrix;

import java.util.List;

/**
 * An experiment of a matrix.
 *
 * @param name unlike any other of the matrix
 * @param arguments as the command line has them
 */
public record Cell(String name, List<String> arguments) {
  public Cell {
    arguments = List.copyOf(arguments);
  }
}
