package io.ringfence.lab.measure.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs of two back-ends in turn: A B, B A, A B, ... A drift of the machine thus affects both alike.
 *
 * @param <T> the result of a run
 * @param ours the daemon's runs
 * @param peers the peer's, each next to the daemon's of the same position
 */
public record Pairing<T>(List<T> ours, List<T> peers) {

  Pairing() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  int size() {
    return ours.size();
  }

  void add(T our, T peer) {
    ours.add(our);
    peers.add(peer);
  }

  /**
   * Takes {@code count} rounds of several back-ends: A B C, C B A, A B C, ...
   *
   * @return each back-end's runs, in order of measurement
   */
  public static <T> List<List<T>> rounds(int count, List<Supplier<T>> backEnds) {
    List<List<T>> runs = new ArrayList<>();
    backEnds.forEach(backEnd -> runs.add(new ArrayList<>()));
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < backEnds.size(); j++) {
        int turn = i % 2 == 0 ? j : backEnds.size() - 1 - j;
        runs.get(turn).add(backEnds.get(turn).get());
      }
    }
    return runs;
  }
}
