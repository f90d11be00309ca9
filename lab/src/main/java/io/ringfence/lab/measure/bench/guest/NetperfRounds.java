package io.ringfence.lab.measure.bench.guest;

import io.ringfence.lab.kit.traffic.NetperfResult;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Pairing;
import io.ringfence.lab.measure.bench.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** netperf through each of a guest's cards in turn, the daemon's first. */
final class NetperfRounds {
  private static final double MOST_MICROS = 25;

  /**
   * Length of the warm-up, after which compiled code stays. At a guest's rates the JIT's counters
   * take some seconds to fill. Until then the daemon takes several times the CPU time.
   */
  private static final int WARM_UP_SECONDS = 12;

  /**
   * A run.
   *
   * @param rate transactions or Mbit per second
   * @param totalMicros CPU of guest and back-end per transaction or megabyte
   * @param ownMicros the back-end's share; NaN if it is not a separate process
   */
  private record Run(double rate, double totalMicros, double ownMicros) {}

  private final String part;
  private final Bench bench;
  private final String guest;
  private final LongSupplier guestMicros;
  private final List<Card> cards;

  /**
   * Prepares rounds over these cards.
   *
   * @param guest its name in the report
   * @param guestMicros CPU time of its process so far, in microseconds
   */
  NetperfRounds(
      String part, Bench bench, String guest, LongSupplier guestMicros, List<Card> cards) {
    this.part = part;
    this.bench = bench;
    this.guest = guest;
    this.guestMicros = guestMicros;
    this.cards = List.copyOf(cards);
  }

  /**
   * Returns the figures of all tests.
   *
   * @param lines whether the daemon has targets here
   */
  List<Figure> run(boolean lines) {
    List<Figure> figures = new ArrayList<>();
    for (NetperfTest test : NetperfTest.values()) {
      bench.progress().say(part + ": " + test);
      once(test, cards.getFirst(), WARM_UP_SECONDS);
      List<Supplier<Run>> suppliers = new ArrayList<>();
      cards.forEach(card -> suppliers.add(() -> once(test, card, bench.seconds())));
      figures.addAll(figures(test, Pairing.rounds(bench.pairs(), suppliers), lines));
    }
    return figures;
  }

  private Run once(NetperfTest test, Card card, int length) {
    long own = card.ownMicros().orElse(0);
    long before = guestMicros.getAsLong();
    NetperfResult result =
        test.transactions()
            ? card.netperf().requestResponse(test.name(), length)
            : card.netperf().stream(test.name(), length);
    double ownUsed = card.ownMicros().orElse(0) - own;
    double used = guestMicros.getAsLong() - before + ownUsed;
    double rate = result.number("THROUGHPUT");
    double seconds = result.number("ELAPSED_TIME");
    double units = test.transactions() ? rate * seconds : rate * seconds / 8; // Mbit to MB
    return new Run(rate, used / units, card.ownMicros().isPresent() ? ownUsed / units : Double.NaN);
  }

  private List<Figure> figures(NetperfTest test, List<List<Run>> runs, boolean lines) {
    List<Figure> figures = new ArrayList<>();
    // Alone if there is no peer.
    for (int peer = Math.min(1, cards.size() - 1); peer < cards.size(); peer++) {
      boolean line = lines && peer == 1;
      figures.add(
          figure(
              test.name(),
              test.rateUnit(),
              runs,
              peer,
              Run::rate,
              line ? Target.ratioAtLeast(test.leastRatio()) : null));
      figures.add(
          figure(
              "%s CPU of %s and back-end".formatted(test, guest),
              test.cpuUnit(),
              runs,
              peer,
              Run::totalMicros,
              null));
    }
    Target most = lines && test == NetperfTest.TCP_RR ? Target.atMost(MOST_MICROS) : null;
    figures.add(
        figure(
            test + " CPU of the back-end",
            test.cpuUnit(),
            runs,
            processOfItsOwn(),
            Run::ownMicros,
            most));
    return figures;
  }

  /**
   * Returns the position of a peer whose CPU time is separate from the guest's; 0 if there is none.
   */
  private int processOfItsOwn() {
    for (int peer = 1; peer < cards.size(); peer++) {
      if (cards.get(peer).ownMicros().isPresent()) {
        return peer;
      }
    }
    return 0;
  }

  /** Returns the daemon's values and those of a peer; of the daemon alone if {@code peer} is 0. */
  private Figure figure(
      String what,
      String unit,
      List<List<Run>> runs,
      int peer,
      ToDoubleFunction<Run> value,
      Target line) {
    List<Double> ours = runs.getFirst().stream().mapToDouble(value).boxed().toList();
    if (peer == 0) {
      return Figure.alone(part, what, unit, ours, line);
    }
    List<Double> peers = runs.get(peer).stream().mapToDouble(value).boxed().toList();
    return new Figure(part, what, unit, ours, cards.get(peer).backEnd(), peers, line);
  }
}
