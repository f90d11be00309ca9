package io.ringfence.lab.measure.disassembly;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.ForkedJvm;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.measure.disassembly.Disassembly.PointCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PolicyCode;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Compiles every policy in a separate JVM, and reads its output. */
public final class DisassemblyRunner {
  private static final Duration PATIENCE = Duration.ofMinutes(5); // under emulation

  /**
   * C2 alone, and before the method continues, so that the printed code is the executed code. The
   * callers of the queues stay interpreted, since they would inline them.
   */
  private static final List<String> FLAGS =
      List.of(
          "-Xbatch",
          "-XX:-TieredCompilation",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=exclude,io.ringfence.lab.measure.costs.RealmFrameDevice::*",
          "-XX:CompileCommand=print,io.ringfence.ring.queue.PointKernels::*",
          "-XX:CompileCommand=print,io.ringfence.ring.queue.SplitQueue::*",
          "-XX:CompileCommand=print,io.ringfence.ring.queue.PackedQueue::*");

  private final String java;
  private final Progress progress;
  private ForkOutput last;

  /**
   * @param java a JVM's program, possibly an emulated one of another architecture
   */
  public DisassemblyRunner(String java, Progress progress) {
    this.java = java;
    this.progress = progress;
  }

  /** Reads the code that this JVM's own program emits. */
  public DisassemblyRunner(Progress progress) {
    this(System.getProperty("java.home") + "/bin/java", progress);
  }

  /**
   * Reads the code of policies.
   *
   * @param command as the user typed it
   * @throws LabException if code cannot be read
   */
  public Disassembly run(List<String> policies, String command) {
    List<PolicyCode> codes = new ArrayList<>();
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      for (String policy : policies) {
        progress.say(policy);
        codes.add(read(policy, cleanUp));
      }
    }
    return new Disassembly(
        Disassembly.KIND,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        machine(),
        last.architecture().label(),
        List.of(
            command,
            "for each policy: java "
                + String.join(" ", FLAGS)
                + " "
                + DisassemblyFork.class.getName()
                + " POLICY",
            "%s -D -b binary -m %s"
                .formatted(last.objectDump().program(), last.objectDump().machine())),
        codes,
        identical(codes));
  }

  /** Returns this machine, with the JVM that emitted the code. */
  private Machine machine() {
    Machine here = Machine.here();
    boolean emulated = last.architecture() != Architecture.host();
    return new Machine(
        emulated ? last.architecture().label() + " (emulated)" : here.cpu(),
        here.cpus(),
        here.kernel(),
        here.system(),
        last.jvm());
  }

  private PolicyCode read(String policy, CleanUp cleanUp) {
    List<String> lines = new CopyOnWriteArrayList<>();
    List<String> command = ForkedJvm.command(java, DisassemblyFork.class, FLAGS, List.of(policy));
    try (Child child =
        cleanUp.add("a fork", Child.start("the fork", command, Path.of("."), lines::add))) {
      if (!child.waitForEnd(PATIENCE)) {
        throw new LabException("the fork: still running after 5 minutes");
      }
      if (child.exitValue() != 0) {
        throw new LabException(
            "the fork ended with exit status %d; its last lines:%n%s"
                .formatted(child.exitValue(), child.lastLines(10)));
      }
    }
    last = new ForkOutput(lines);
    return new PolicyReader(BarrierPolicy.parse(policy), last.architecture(), last::steps).read();
  }

  /**
   * Returns the groups of policies with equal accesses and barriers at every point, more than one
   * in a group.
   */
  static List<List<String>> identical(List<PolicyCode> codes) {
    Map<List<List<String>>, List<String>> groups = new LinkedHashMap<>();
    for (PolicyCode code : codes) {
      groups
          .computeIfAbsent(
              code.points().stream().map(PointCode::accesses).toList(), any -> new ArrayList<>())
          .add(code.policy());
    }
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }
}
