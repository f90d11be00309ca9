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

/** netperf through each of a guest's cards in turn; the daemon's is the first. */
final class NetperfRounds {
  private static final double MOST_MICROS = 25;

  /**
   * What is compiled then stays so. At a guest's rates the JIT has counted enough only after some
   * seconds, until which the daemon takes several times the CPU time.
   */
  private static final int WARM_UP_SECONDS = 12;

  /**
   * A run.
   *
   * @param rate transactions a second, or Mbit a second
   * @param totalMicros CPU of guest and back-end for a transaction, or for a megabyte
   * @param ownMicros the back-end's share; NaN where it is not a process of its own
   */
  private record Run(double rate, double totalMicros, double ownMicros) {}

  private final String part;
  private final Bench bench;
  private final String guest;
  private final LongSupplier guestMicros;
  private final List<Card> cards;

  /**
   * Of these cards.
   *
   * @param guest what runs it, as the report calls it
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
   * The figures of all tests.
   *
   * @param lines whether the daemon has lines to reach here
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
    // Alone, where there is no peer.
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

  /** The position of a peer whose CPU time can be told from the guest's; 0 where none can. */
  private int processOfItsOwn() {
    for (int peer = 1; peer < cards.size(); peer++) {
      if (cards.get(peer).ownMicros().isPresent()) {
        return peer;
      }
    }
    return 0;
  }

  /** The daemon's values and those of a peer; of the daemon alone where {@code peer} is 0. */
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
