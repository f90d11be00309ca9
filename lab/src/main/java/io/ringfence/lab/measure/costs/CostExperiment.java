package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.host.Machine;
import java.util.List;
import java.util.Map;

/**
 * All that was seen, raw, and what it was seen on.
 *
 * @param kind always {@link #KIND}
 * @param started in ISO 8601, UTC
 * @param commands what gives it again
 * @param architecture whose instructions they are
 * @param instructions of every policy by ordering point
 * @param fenceNanos of each fork: a full fence by itself
 * @param othersPercent of each fork: CPU time that other programs had
 * @param runs in their order
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
  /** What tells such a file from others. */
  public static final String KIND = "costs";

  public CostExperiment {
    commands = List.copyOf(commands);
    fenceNanos = List.copyOf(fenceNanos);
    othersPercent = List.copyOf(othersPercent);
    runs = List.copyOf(runs);
  }
}
