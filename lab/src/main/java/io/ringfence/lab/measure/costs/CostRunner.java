package io.ringfence.lab.measure.costs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.ForkedJvm;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Starts the forks in sequence and collects what they print. */
public final class CostRunner {
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final int CPUS = 2;
  // Code is compiled before its caller continues. Beside two busy-polling threads the compilers
  // would have no processor, and a cell would run before its code is ready.
  private static final List<String> FLAGS = List.of("-Xbatch");

  private final CostDesign design;
  private final Progress progress;
  private final List<CostRun> runs = new CopyOnWriteArrayList<>();
  private final List<Double> fences = new CopyOnWriteArrayList<>();
  private final List<Double> others = new CopyOnWriteArrayList<>();

  public CostRunner(CostDesign design, Progress progress) {
    this.design = design;
    this.progress = progress;
  }

  /**
   * Refuses a machine on which driver and device would share a processor.
   *
   * @throws LabException with fewer than two CPUs
   */
  public static void checkCpus(int cpus) {
    if (cpus < CPUS) {
      throw new LabException(
          ("%d CPU for this process; the driver runs on one and the device on "
                  + "another, so %d are needed")
              .formatted(cpus, CPUS));
    }
  }

  /**
   * Measures.
   *
   * @param command as the user typed it
   */
  public CostExperiment run(String command) {
    checkCpus(Runtime.getRuntime().availableProcessors());
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    List<String> commands = new ArrayList<>(List.of(command));
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      for (int fork = 0; fork < design.forks(); fork++) {
        progress.say(
            "fork %d of %d: %d blocks of %d runs"
                .formatted(fork + 1, design.forks(), design.pairs(), design.cells().size()));
        run(fork, cleanUp);
      }
    }
    commands.add("in each fork: " + ForkedJvm.shown(CostFork.class, FLAGS));
    return new CostExperiment(
        CostExperiment.KIND,
        started,
        Machine.here(),
        design,
        commands,
        Architecture.host().label(),
        instructions(),
        fences,
        others,
        runs);
  }

  private void run(int fork, CleanUp cleanUp) {
    List<String> command =
        ForkedJvm.command(CostFork.class, FLAGS, List.of(json(), Integer.toString(fork)));
    int before = runs.size();
    try (Child child =
        cleanUp.add("a fork", Child.start("the fork", command, Path.of("."), this::take))) {
      if (!child.waitForEnd(PATIENCE)) {
        throw new LabException("the fork: still running after " + PATIENCE.toHours() + " hours");
      }
      int expected = design.pairs() * design.cells().size();
      if (child.exitValue() != 0 || runs.size() - before != expected) {
        throw new LabException(
            "the fork ended with exit status %d after %d of %d runs; its last lines:%n%s"
                .formatted(child.exitValue(), runs.size() - before, expected, child.lastLines(20)));
      }
    }
  }

  private String json() {
    try {
      return new ObjectMapper().writeValueAsString(design);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void take(String line) {
    if (line.startsWith(CostFork.RUN)) {
      try {
        runs.add(
            new ObjectMapper().readValue(line.substring(CostFork.RUN.length()), CostRun.class));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a fork printed " + line, e);
      }
    } else if (line.startsWith(CostFork.FENCE)) {
      fences.add(Double.parseDouble(line.substring(CostFork.FENCE.length())));
    } else if (line.startsWith(CostFork.OTHERS)) {
      others.add(Double.parseDouble(line.substring(CostFork.OTHERS.length())));
    }
  }

  private Map<String, Map<String, String>> instructions() {
    Map<String, Map<String, String>> instructions = new TreeMap<>();
    for (CostCell cell : design.cells()) {
      BarrierPolicy policy = BarrierPolicy.parse(cell.policy());
      Map<String, String> points =
          instructions.computeIfAbsent(cell.policy(), any -> new TreeMap<>());
      for (OrderingPoint point : OrderingPoint.values()) {
        points.put(point.name(), Instructions.at(policy, point, Architecture.host()));
      }
    }
    return instructions;
  }
}
