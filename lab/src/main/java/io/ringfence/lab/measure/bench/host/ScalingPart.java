package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.kit.client.ClientProcess;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Daemons;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Several front-ends on one worker that sleeps when idle: their total rate, and their cost when
 * silent.
 */
public final class ScalingPart {
  /** The part's name. */
  public static final String NAME = "scaling";

  private static final int MOST_GUESTS = 64;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final double MOST_IDLE_PERCENT = 0.5;
  private static final String UPLINK = "loopback";
  private static final String MODE = "eventfd";

  private final Bench bench;

  public ScalingPart(Bench bench) {
    this.bench = bench;
  }

  /** Returns frames per second for 1, 2, 4 ... 64 front-ends, and the CPU of 64 silent ones. */
  public List<Figure> run() {
    try (var daemons = new Daemons(bench)) {
      List<Figure> figures = new ArrayList<>(rates(daemons));
      figures.add(idle(daemons));
      return figures;
    }
  }

  private List<Figure> rates(Daemons daemons) {
    Map<Integer, List<Double>> rates = new TreeMap<>();
    List<Integer> sizes = new ArrayList<>();
    for (int guests = 1; guests <= MOST_GUESTS; guests *= 2) {
      sizes.add(guests);
      rates.put(guests, new ArrayList<>());
    }
    rate(daemons, 1); // code that is compiled now stays so
    for (int i = 0; i < bench.pairs(); i++) {
      bench.progress().say("scaling: round %d of %d".formatted(i + 1, bench.pairs()));
      for (int guests : i % 2 == 0 ? sizes : sizes.reversed()) {
        rates.get(guests).add(rate(daemons, guests));
      }
    }
    List<Figure> figures = new ArrayList<>();
    rates.forEach((guests, values) ->
        figures.add(
            Figure.alone(NAME, "loop 64 B, front-ends: " + guests, "Mframes/s", values, null)));
    return figures;
  }

  private double rate(Daemons daemons, int guests) {
    try (ClientProcess client =
        ClientProcess.start(
            Daemons.DRIVER_CORE,
            bench.directory(),
            "crowd",
            "--socket=" + daemons.socket(UPLINK, MODE),
            "--guests=" + guests,
            "--warm-up=2",
            "--seconds=" + bench.seconds())) {
      Map<String, Double> result = client.result(Duration.ofSeconds(bench.seconds()));
      return result.get("frames") / result.get("nanos") * 1e3;
    }
  }

  private Figure idle(Daemons daemons) {
    bench.progress().say("scaling: %d silent front-ends".formatted(MOST_GUESTS));
    Path socket = daemons.socket(UPLINK, MODE);
    long pid = daemons.get(UPLINK, MODE).ownPid();
    List<Double> percent = new ArrayList<>();
    try (ClientProcess client =
        ClientProcess.start(
            Daemons.DRIVER_CORE,
            bench.directory(),
            "idle",
            "--socket=" + socket,
            "--guests=" + MOST_GUESTS)) {
      Bench.sleep(Duration.ofSeconds(1));
      for (int i = 0; i < bench.pairs(); i++) {
        client.checkAlive();
        long before = CpuTime.ofProcess(pid);
        Bench.sleep(IDLE);
        percent.add((CpuTime.ofProcess(pid) - before) * 100.0 / (IDLE.toNanos() / 1e3));
      }
    }
    String what = "CPU of %d silent front-ends".formatted(MOST_GUESTS);
    return Figure.alone(NAME, what, "% of a core", percent, Target.atMost(MOST_IDLE_PERCENT));
  }
}
