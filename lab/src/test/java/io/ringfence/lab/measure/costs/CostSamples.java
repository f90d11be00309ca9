package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.host.Machine;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Made-up microbenchmarks with known costs. */
public final class CostSamples {
  private CostSamples() {}

  public static CostDesign design(int forks, int pairs) {
    return new CostDesign(
        List.of("split", "packed"),
        List.of("auto", "dose:0", "mandatory"),
        List.of("none", "mandatory"),
        List.of(TrafficPattern.STREAM, TrafficPattern.LOCKSTEP),
        List.of(0, 50, 500, 5000),
        forks,
        pairs,
        0.005,
        2,
        7);
  }

  /** Costs as on a machine where a fence takes 2 ns, a stub 10 ns, and a frame 150 ns. */
  public static double nanos(CostCell cell) {
    BarrierPolicy policy = BarrierPolicy.parse(cell.policy());
    double nanos = 150 + 2 * 2 * policy.dose().count();
    for (PointGroup group : PointGroup.of(cell.ring())) {
      String order = policy.at(group.points().getLast()).label();
      nanos += order.equals("mandatory") ? 10 * group.passes(0) : 0;
    }
    return nanos;
  }

  /**
   * @param figure ns a frame of a cell
   * @param noise relative, of every single run
   */
  public static CostExperiment experiment(
      CostDesign design, ToDoubleFunction<CostCell> figure, double noise) {
    Random random = new Random(3);
    List<CostRun> runs = new ArrayList<>();
    Map<String, Map<String, String>> instructions = new TreeMap<>();
    for (int fork = 0; fork < design.forks(); fork++) {
      for (int block = 0; block < design.pairs(); block++) {
        for (CostCell cell : design.cells()) {
          double perFrame = figure.applyAsDouble(cell) * Math.exp(noise * random.nextGaussian());
          runs.add(new CostRun(fork, block, cell, runs.size(), 1000, 200_000, perFrame, 0));
          instructions.computeIfAbsent(cell.policy(), CostSamples::instructions);
        }
      }
    }
    return new CostExperiment(
        CostExperiment.KIND,
        "2026-01-02T03:04:05Z",
        new Machine("AMD EPYC", 2, "6.1.0", "Debian GNU/Linux 12", "Temurin 25"),
        design,
        List.of("scripts/costs --policies <a>"),
        "x86-64",
        instructions,
        Collections.nCopies(design.forks(), 2.0),
        Collections.nCopies(design.forks(), 1.0),
        runs);
  }

  private static Map<String, String> instructions(String policy) {
    Map<String, String> points = new TreeMap<>();
    for (OrderingPoint point : OrderingPoint.values()) {
      points.put(
          point.name(), Instructions.at(BarrierPolicy.parse(policy), point, Architecture.X86_64));
    }
    return points;
  }
}
