package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.host.Machine;
import java.util.List;
import java.util.Map;

/**
 * All raw observations, and their environment.
 *
 * @param kind always {@link #KIND}
 * @param started in ISO 8601, UTC
 * @param commands that reproduce it
 * @param architecture of the instructions
 * @param instructions of every policy by ordering point
 * @param fenceNanos of each fork: a full fence alone
 * @param othersPercent of each fork: CPU time of other programs
 * @param runs in order
 */
public record CostExperiment(
    String kind,
    String started,
    Machine machine,
    CostDesign design,
    List<String> commands,
    String architecture,
    Map<String, Map<String, String>> instructions,
    List<Double> fenceNanos,
    List<Double> othersPercent,
    List<CostRun> runs) {
  /** The kind that identifies such a file. */
  public static final String KIND = "costs";

  public CostExperiment {
    commands = List.copyOf(commands);
    fenceNanos = List.copyOf(fenceNanos);
    othersPercent = List.copyOf(othersPercent);
    runs = List.copyOf(runs);
  }
}
