package io.ringfence.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs of two back-ends in turn: A B, B A, A B, ... so that a drift of the machine weighs on both
 * alike.
 *
 * @param <T> what a run gives
 * @param ours the daemon's runs
 * @param peers the peer's, each next to the daemon's of the same position
 */
public record Pairing<T>(List<T> ours, List<T> peers) {

  /** Takes so many pairs. */
  public static <T> Pairing<T> take(int pairs, Supplier<T> daemon, Supplier<T> peer) {
    List<T> ours = new ArrayList<>();
    List<T> peers = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      if (i % 2 == 0) {
        ours.add(daemon.get());
        peers.add(peer.get());
      } else {
        peers.add(peer.get());
        ours.add(daemon.get());
      }
    }
    return new Pairing<>(ours, peers);
  }
}
