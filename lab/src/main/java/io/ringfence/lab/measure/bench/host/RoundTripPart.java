package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.kit.client.ClientProcess;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Daemons;
import io.ringfence.lab.measure.bench.Distances;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Pairing;
import io.ringfence.lab.measure.bench.SteadyPairs;
import io.ringfence.lab.measure.bench.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * One frame at a time from a software front-end to the back-end and back. The front-end busy-polls
 * if the daemon does, and sleeps if the daemon sleeps. testpmd always busy-polls.
 */
public final class RoundTripPart {
  /** The part's name. */
  public static final String NAME = "round-trip";

  private static final String PEER = "testpmd net_vhost, macswap";
  private static final int FRAME_BYTES = 64;
  private static final String WARM_UP_SECONDS = "2";
  private static final String UPLINK = "loopback";

  /** A run: quantiles in microseconds, and the back-end's CPU time per round trip. */
  private record Trip(double p50, double p99, double p999, double cpuMicros) {}

  private final Bench bench;
  private final Distances distances = Distances.ofDriverAndDevice();
  private final SteadyPairs pairs;

  public RoundTripPart(Bench bench) {
    this.bench = bench;
    pairs = new SteadyPairs(distances, bench.notes());
  }

  /** Returns the figures of both modes. */
  public List<Figure> run() {
    List<Figure> figures = new ArrayList<>();
    try (var daemons = new Daemons(bench)) {
      for (String mode : new String[] {"poll", "eventfd"}) {
        bench.progress().say("round trip: " + mode);
        Pairing<Trip> trips =
            pairs.take(
                "round trip, " + mode, bench.pairs(), () -> ours(daemons, mode), () -> peers(mode));
        figures.addAll(figures(mode, trips));
      }
    }
    return figures;
  }

  private static List<Figure> figures(String mode, Pairing<Trip> trips) {
    Target line = mode.equals("poll") ? Target.ratioAtMost(1.0) : null;
    List<Figure> figures = new ArrayList<>();
    figures.add(figure(mode + " p50", trips, Trip::p50, line));
    figures.add(figure(mode + " p99", trips, Trip::p99, line));
    figures.add(figure(mode + " p99.9", trips, Trip::p999, null));
    figures.add(figure(mode + " back-end CPU", trips, Trip::cpuMicros, null));
    return figures;
  }

  private static Figure figure(
      String what, Pairing<Trip> trips, ToDoubleFunction<Trip> value, Target line) {
    return new Figure(
        NAME,
        what,
        "us",
        trips.ours().stream().mapToDouble(value).boxed().toList(),
        PEER,
        trips.peers().stream().mapToDouble(value).boxed().toList(),
        line);
  }

  private Trip ours(Daemons daemons, String mode) {
    long pid = daemons.get(UPLINK, mode).ownPid();
    return take(daemons.socket(UPLINK, mode), mode, () -> CpuTime.ofProcess(pid));
  }

  private Trip peers(String mode) {
    Path socket = bench.directory().resolve("testpmd.sock");
    var workload = new FrameCase(FrameCase.Flow.LOOP, FRAME_BYTES, false, true);
    try (Testpmd device = Testpmd.device(socket, bench.directory(), workload)) {
      device.begin(0);
      return take(socket, mode, device::cpuMicros);
    } finally {
      socket.toFile().delete();
    }
  }

  private Trip take(Path socket, String mode, LongSupplier cpu) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--socket=" + socket,
                "--bytes=" + FRAME_BYTES,
                "--warm-up=" + WARM_UP_SECONDS,
                "--seconds=" + bench.seconds()));
    if (mode.equals("eventfd")) {
      options.add("--sleep");
    }
    String[] words = options.toArray(String[]::new);
    distances.look();
    try (ClientProcess client =
        ClientProcess.start(Daemons.DRIVER_CORE, bench.directory(), "round-trip", words)) {
      long before = cpu.getAsLong();
      Map<String, Double> result = client.result(Duration.ofSeconds(bench.seconds()));
      double used = cpu.getAsLong() - before;
      distances.look();
      return new Trip(
          result.get("p50") / 1e3,
          result.get("p99") / 1e3,
          result.get("p999") / 1e3,
          used / result.get("count"));
    }
  }
}
