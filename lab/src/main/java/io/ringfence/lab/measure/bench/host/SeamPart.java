package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Daemons;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The daemon's data path on one thread, in a process that has run every policy and in one that ran
 * a single policy: the remaining cost of the swaps.
 */
public final class SeamPart {
  /** The part's name. */
  public static final String NAME = "seam";

  private static final List<String> POLICIES =
      List.of("auto", "smp", "smp-rel", "mandatory", "seqcst", "stub-nop", "dose:2");
  private static final double MOST_RATIO = 1.05;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String PROGRAM = "io.ringfence.benchmarks.SeamCost";

  private final Bench bench;
  private final String classPath;

  /**
   * Prepares the benchmarks' program.
   *
   * @param classPath its class path
   */
  public SeamPart(Bench bench, String classPath) {
    this.bench = bench;
    this.classPath = classPath;
  }

  /**
   * Returns one figure per policy: nanoseconds per frame after all the swaps, against a fresh
   * process.
   */
  public List<Figure> run() {
    Map<String, List<Double>> cycled = new LinkedHashMap<>();
    Map<String, List<Double>> fresh = new LinkedHashMap<>();
    for (int i = 0; i < bench.pairs(); i++) {
      bench.progress().say("seam: round %d of %d".formatted(i + 1, bench.pairs()));
      if (i % 2 == 0) {
        note(cycled, measure(POLICIES));
      }
      for (String policy : POLICIES) {
        note(fresh, measure(List.of(policy)));
      }
      if (i % 2 == 1) {
        note(cycled, measure(POLICIES));
      }
    }
    return POLICIES.stream()
        .map(policy -> figure(policy, cycled.get(policy), fresh.get(policy)))
        .toList();
  }

  private static void note(Map<String, List<Double>> all, Map<String, Double> values) {
    values.forEach(
        (policy, nanos) -> all.computeIfAbsent(policy, key -> new ArrayList<>()).add(nanos));
  }

  private static Figure figure(String policy, List<Double> cycled, List<Double> fresh) {
    return new Figure(
        NAME,
        policy + " after %d others".formatted(POLICIES.size() - 1),
        "ns/frame",
        cycled,
        "a process that only ran it",
        fresh,
        Target.ratioAtMost(MOST_RATIO));
  }

  private Map<String, Double> measure(List<String> policies) {
    String printed =
        Child.run(
            Daemons.onDeviceCore(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-XX:-UsePerfData",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath,
                    PROGRAM,
                    "split",
                    Double.toString(bench.seconds() / 2.0),
                    String.join(",", policies))),
            PATIENCE);
    Map<String, Double> values = new LinkedHashMap<>();
    for (String line : printed.lines().toList()) {
      int equals = line.lastIndexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), Double.valueOf(line.substring(equals + 1)));
      }
    }
    if (!values.keySet().containsAll(policies)) {
      throw new LabException("seam: asked for %s, seen %s".formatted(policies, printed));
    }
    return values;
  }
}
