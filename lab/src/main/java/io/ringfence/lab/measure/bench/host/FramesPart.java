package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Daemons;
import io.ringfence.lab.measure.bench.Distances;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Pairing;
import io.ringfence.lab.measure.bench.SteadyPairs;
import io.ringfence.lab.measure.bench.Target;
import io.ringfence.lab.measure.bench.host.FrameCase.Flow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames per second through one pair of rings: testpmd drives on one core, and the daemon or
 * testpmd serves on another. The daemon busy-polls, as testpmd does. It lives through all runs of
 * its uplink, so that its code is compiled. It sleeps while testpmd has the core.
 */
public final class FramesPart {
  /** The part's name. */
  public static final String NAME = "frames";

  private static final String PEER = "testpmd net_vhost";
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final Duration COMPILE = Duration.ofSeconds(4);
  private static final double FRAMES_PER_UNIT = 1e6;
  private static final String MODE = "poll"; // as testpmd does
  // Frames that only the daemon has counted: in the rings of 256 at the end, and those that testpmd
  // drops at its start.
  private static final int IN_RINGS = 4 * 256;

  private final Bench bench;
  private final Daemons daemons;
  private final Distances distances;
  private final SteadyPairs pairs;

  public FramesPart(Bench bench) {
    this.bench = bench;
    daemons = new Daemons(bench);
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw new LabException("frames: 1 CPU; driver and device need one each");
    }
    distances = Distances.ofDriverAndDevice();
    pairs = new SteadyPairs(distances, bench.notes());
  }

  /** Returns the figures of the workloads. */
  public List<Figure> run(List<FrameCase> workloads) {
    List<Figure> figures = new ArrayList<>();
    for (FrameCase workload : workloads) {
      bench.progress().say("frames: " + workload.label());
      ours(workload, COMPILE);
      Pairing<Double> rates =
          pairs.take(
              workload.label(), bench.pairs(), () -> ours(workload, SETTLE), () -> peers(workload));
      figures.add(
          new Figure(
              NAME,
              workload.label(),
              "Mframes/s",
              rates.ours(),
              PEER,
              rates.peers(),
              Target.ratioAtLeast(1.0)));
    }
    daemons.close();
    return figures;
  }

  private double ours(FrameCase workload, Duration settle) {
    Path socket = daemons.socket(workload.uplink(), MODE);
    try (Testpmd driver = Testpmd.driver(socket, bench.directory(), workload)) {
      double rate = measure(driver, workload.flow(), settle);
      driver.end();
      checkCounts(workload.flow(), driver.counters(), daemons.get(workload.uplink(), MODE));
      return rate;
    }
  }

  private double peers(FrameCase workload) {
    Path socket = bench.directory().resolve("testpmd.sock");
    try (Testpmd device = Testpmd.device(socket, bench.directory(), workload);
        Testpmd driver = Testpmd.driver(socket, bench.directory(), workload)) {
      device.begin(0);
      return measure(driver, workload.flow(), SETTLE);
    } finally {
      socket.toFile().delete();
    }
  }

  /** Returns millions of frames per second, by the driver's own count. */
  private double measure(Testpmd driver, Flow flow, Duration settle) {
    driver.begin(flow.firstBursts());
    Bench.sleep(settle);
    distances.look();
    driver.counters();
    Bench.sleep(Duration.ofSeconds(bench.seconds()));
    Testpmd.Counters counters = driver.counters();
    distances.look();
    long rate = flow == Flow.TRANSMIT ? counters.sendRate() : counters.receiveRate();
    if (rate == 0) {
      throw new LabException("frames: none moved within %d s".formatted(bench.seconds()));
    }
    return rate / FRAMES_PER_UNIT;
  }

  /** Checks that driver and daemon counted the same frames, except for a ring's content. */
  private static void checkCounts(Flow flow, Testpmd.Counters driver, DaemonUnderTest daemon) {
    String role = flow == Flow.TRANSMIT ? "tx" : "rx";
    long counted = flow == Flow.TRANSMIT ? driver.sent() : driver.received();
    long served = daemon.admin().stats().frames(role);
    if (Math.abs(served - counted) > IN_RINGS) {
      throw new LabException(
          "frames: the driver counted %d, the daemon %d; they may differ by %d, what rings hold"
              .formatted(counted, served, IN_RINGS));
    }
  }
}
