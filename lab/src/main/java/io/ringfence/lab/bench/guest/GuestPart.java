package io.ringfence.lab.bench.guest;

import io.ringfence.lab.bench.Bench;
import io.ringfence.lab.bench.Figure;
import io.ringfence.lab.bench.Pairing;
import io.ringfence.lab.bench.Target;
import io.ringfence.lab.netperf.Netperf;
import io.ringfence.lab.netperf.NetperfResult;
import io.ringfence.lab.testbed.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * netperf in one guest that has both cards, so that nothing but the back-end differs: request and
 * response, bulk out of the guest and into it.
 */
public final class GuestPart {
  /** The part's name. */
  public static final String NAME = "guest";

  private static final String PEER = "QEMU's virtio-net on a TAP";
  private static final double MOST_MICROS = 25;

  private enum Test {
    TCP_RR(true, 1.0),
    UDP_RR(true, 1.0),
    TCP_STREAM(false, 1.2),
    TCP_MAERTS(false, 1.2);

    private final boolean transactions;
    private final double leastRatio;

    Test(boolean transactions, double leastRatio) {
      this.transactions = transactions;
      this.leastRatio = leastRatio;
    }
  }

  /**
   * A run.
   *
   * @param rate transactions a second, or Mbit a second
   * @param totalMicros CPU of QEMU and daemon for a transaction, or for a megabyte
   * @param daemonMicros the daemon's share
   */
  private record Run(double rate, double totalMicros, double daemonMicros) {}

  private final Bench bench;
  private final Setup setup;

  public GuestPart(Bench bench, Setup setup) {
    this.bench = bench;
    this.setup = setup;
  }

  /** The figures of all tests. */
  public List<Figure> run() {
    bench.progress().say("guest: booting");
    TwoNics guest = new TwoNics(setup, bench);
    bench.progress().say("guest: " + guest.host());
    List<Figure> figures = new ArrayList<>();
    for (Test test : Test.values()) {
      bench.progress().say("guest: " + test);
      once(test, guest, guest.overDaemon());
      Pairing<Run> runs =
          Pairing.take(
              bench.pairs(),
              () -> once(test, guest, guest.overDaemon()),
              () -> once(test, guest, guest.overQemu()));
      figures.addAll(figures(test, runs));
    }
    return figures;
  }

  private Run once(Test test, TwoNics guest, Netperf netperf) {
    long daemon = guest.daemonMicros();
    long qemu = guest.qemuMicros();
    NetperfResult result =
        test.transactions
            ? netperf.requestResponse(test.name(), bench.seconds())
            : netperf.stream(test.name(), bench.seconds());
    double daemonUsed = guest.daemonMicros() - daemon;
    double used = guest.qemuMicros() - qemu + daemonUsed;
    double rate = result.number("THROUGHPUT");
    double seconds = result.number("ELAPSED_TIME");
    double units = test.transactions ? rate * seconds : rate * seconds / 8; // Mbit to MB
    return new Run(rate, used / units, daemonUsed / units);
  }

  private static List<Figure> figures(Test test, Pairing<Run> runs) {
    String each = test.transactions ? "transaction" : "MB";
    List<Figure> figures = new ArrayList<>();
    figures.add(
        pair(
            test.name(),
            test.transactions ? "trans/s" : "Mbit/s",
            runs,
            Run::rate,
            Target.ratioAtLeast(test.leastRatio)));
    figures.add(pair(test + " CPU of QEMU and daemon", "us/" + each, runs, Run::totalMicros, null));
    figures.add(
        Figure.alone(
            NAME,
            test + " CPU of the daemon",
            "us/" + each,
            runs.ours().stream().map(Run::daemonMicros).toList(),
            test == Test.TCP_RR ? Target.atMost(MOST_MICROS) : null));
    return figures;
  }

  private static Figure pair(
      String what, String unit, Pairing<Run> runs, ToDoubleFunction<Run> value, Target line) {
    return new Figure(
        NAME,
        what,
        unit,
        runs.ours().stream().mapToDouble(value).boxed().toList(),
        PEER,
        runs.peers().stream().mapToDouble(value).boxed().toList(),
        line);
  }
}
