package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.client.ClientProcess;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.daemon.Stats;
import io.ringfence.lab.kit.daemon.Status;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Daemons;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The daemon under Epsilon, a collector that frees nothing, with continuous frames through split
 * and packed rings: once asleep between bursts, once busy-polling. It survives only if its data
 * path allocates nothing.
 */
public final class EpsilonPart {
  /** The part's name. */
  public static final String NAME = "epsilon";

  // Replaces the launcher's collector, and its heap by one of the usual limit. The JVM exits when
  // the heap is full: a daemon that continued without memory would look alive.
  private static final String JAVA_OPTIONS =
      "RINGFENCE_JAVA_OPTIONS=-XX:-UseSerialGC -XX:+UnlockExperimentalVMOptions"
          + " -XX:+UseEpsilonGC -XX:EpsilonMaxTLABSize=64k -Xms128m -Xmx128m"
          + " -XX:+ExitOnOutOfMemoryError";
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final long MIB = 1 << 20;
  // Each front-end waits for its whole burst, so the rings contain at most that.
  private static final int IN_RINGS = 4 * 32;

  private final Bench bench;
  private final int minutes;

  /**
   * Prepares the daemon's run.
   *
   * @param minutes for each of the modes
   */
  public EpsilonPart(Bench bench, int minutes) {
    this.bench = bench;
    this.minutes = minutes;
  }

  /**
   * Returns frames carried and the heap's use, in both modes.
   *
   * @throws LabException if the daemon ends, or its heap grows with the frames
   */
  public List<Figure> run() {
    List<Figure> figures = new ArrayList<>();
    for (String mode : List.of("eventfd", "poll")) {
      figures.addAll(run(mode));
    }
    return figures;
  }

  private List<Figure> run(String mode) {
    Path directory = bench.directory(NAME + "-" + mode);
    var options =
        new DaemonUnderTest.Options(program(), directory, "loopback", mode, "auto", false);
    try (DaemonUnderTest daemon = DaemonUnderTest.start(options)) {
      try {
        return figures(mode, run(mode, daemon, options.vhostSocket()));
      } catch (LabException e) {
        throw new LabException(
            "%s, the daemon's last lines:%n%s%n%s"
                .formatted(mode, Child.indented(daemon.lastLines(8)), e.getMessage()),
            e);
      }
    }
  }

  private List<String> program() {
    List<String> command = new ArrayList<>(List.of("env", JAVA_OPTIONS));
    command.addAll(bench.launcher());
    return Daemons.onDeviceCore(command);
  }

  private Soak run(String mode, DaemonUnderTest daemon, Path socket) {
    Duration length = Duration.ofMinutes(minutes);
    bench.progress().say("epsilon: %s, %d min".formatted(mode, minutes));
    long pid = daemon.ownPid();
    try (ClientProcess client =
        ClientProcess.start(
            Daemons.DRIVER_CORE,
            bench.directory(),
            "mixed",
            "--socket=" + socket,
            "--warm-up=" + WARM_UP.toSeconds(),
            "--seconds=" + length.toSeconds())) {
      checkRings(daemon.admin().status());
      HeapInfo.used(pid); // the first request creates the thread that answers it
      List<Long> used = watch(daemon, client, pid, length);
      Map<String, Double> result = client.result(length);
      used.add(HeapInfo.used(pid)); // before the statistics, which may allocate
      long carried = result.get("frames").longValue();
      checkCount(carried + result.get("before").longValue(), daemon.admin().stats());
      return new Soak(carried, List.copyOf(used));
    }
  }

  /** Samples the heap's use at intervals while frames flow. */
  private List<Long> watch(
      DaemonUnderTest daemon, ClientProcess client, long pid, Duration length) {
    List<Long> used = new ArrayList<>();
    used.add(HeapInfo.used(pid));
    long end = System.nanoTime() + length.toNanos() - LOOK.toNanos();
    while (System.nanoTime() - end < 0) {
      Bench.sleep(LOOK);
      daemon.checkAlive();
      client.checkAlive();
      used.add(HeapInfo.used(pid));
    }
    return used;
  }

  private static void checkRings(Status status) {
    Set<String> formats =
        status.sessions().stream()
            .flatMap(session -> session.vrings().stream())
            .map(Status.Vring::format)
            .collect(Collectors.toSet());
    if (!formats.equals(Set.of("split", "packed"))) {
      throw new LabException("epsilon: rings " + formats + "; expected split and packed ones");
    }
  }

  private static void checkCount(long sent, Stats stats) {
    long served = stats.frames("tx");
    if (Math.abs(served - sent) > IN_RINGS) {
      throw new LabException(
          "epsilon: the front-ends counted %d frames, the daemon %d; they may differ by %d"
              .formatted(sent, served, IN_RINGS));
    }
  }

  private List<Figure> figures(String mode, Soak soak) {
    soak.check();
    return List.of(
        figure(mode + ", frames carried", "million", soak.frames() / 1e6),
        figure(mode + ", heap in use at the beginning", "MiB", (double) soak.first() / MIB),
        figure(mode + ", heap in use at the end", "MiB", (double) soak.last() / MIB),
        Figure.alone(
            NAME,
            mode + ", heap per frame",
            "bytes",
            List.of(soak.bytesPerFrame()),
            Target.atMost(Soak.MOST_BYTES_PER_FRAME)));
  }

  private static Figure figure(String what, String unit, double value) {
    return Figure.alone(NAME, what, unit, List.of(value), null);
  }
}
