package io.ringfence.lab.measure.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Pairs of runs with a constant distance of driver and device. If the host moved them in between,
 * one run of the two is slower by a factor unrelated to the back-ends, and the pair is repeated.
 */
public final class SteadyPairs {
  /** Attempts per requested pair. After that, unsteady pairs count too. */
  private static final int PATIENCE = 4;

  private final Distances distances;
  private final Consumer<String> notes;

  /**
   * Creates pairs whose runs measure distances.
   *
   * @param notes receives a line for each set of pairs
   */
  public SteadyPairs(Distances distances, Consumer<String> notes) {
    this.distances = distances;
    this.notes = notes;
  }

  /**
   * Takes {@code pairs} pairs.
   *
   * @param name of the quantity, for the note
   */
  public <T> Pairing<T> take(String name, int pairs, Supplier<T> daemon, Supplier<T> peer) {
    List<Double> seen = new ArrayList<>();
    Pairing<T> steady = new Pairing<>();
    Pairing<T> others = new Pairing<>();
    for (int tried = 0; steady.size() < pairs && tried < PATIENCE * pairs; tried++) {
      distances.forget();
      boolean oursFirst = steady.size() % 2 == 0; // A B, B A, ...: a drift affects both alike
      T first = oursFirst ? daemon.get() : peer.get();
      T second = oursFirst ? peer.get() : daemon.get();
      boolean counts = distances.steady();
      (counts ? steady : others).add(oursFirst ? first : second, oursFirst ? second : first);
      if (counts) {
        seen.add(distances.summary().median());
      }
    }
    int again = others.size();
    for (int i = 0; i < again && steady.size() < pairs; i++) {
      steady.add(others.ours().get(i), others.peers().get(i));
    }
    notes.accept(note(name, seen, pairs, again));
    return steady;
  }

  private static String note(String name, List<Double> seen, int pairs, int again) {
    String distance =
        seen.isEmpty()
            ? "none steady"
            : seen.stream().sorted().map("%.0f"::formatted).collect(Collectors.joining(", "));
    int unsteady = pairs - seen.size();
    return ("%s: round trip between the CPUs, ns: %s; the host moved them in %d " + "other pairs%s")
        .formatted(
            name,
            distance,
            again,
            unsteady > 0 ? ", of which %d had to count".formatted(unsteady) : "");
  }
}
