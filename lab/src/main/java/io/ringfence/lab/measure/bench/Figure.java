package io.ringfence.lab.measure.bench;

import io.ringfence.lab.kit.statistics.Summary;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One quantity, measured several times with the daemon and in turn with a peer.
 *
 * @param part the part of the benchmark
 * @param what the workload, and the quantity if a workload has several
 * @param unit of the values
 * @param ours the daemon's values, in order of measurement
 * @param peer the other back-end's name; null for none
 * @param peers its values, each measured next to the daemon's of the same position; else empty
 * @param target null for none
 */
public record Figure(
    String part,
    String what,
    String unit,
    List<Double> ours,
    String peer,
    List<Double> peers,
    Target target) {

  public Figure {
    ours = List.copyOf(ours);
    peers = List.copyOf(peers);
    if (peer != null && ours.size() != peers.size()) {
      throw new IllegalArgumentException(
          "%d values of the daemon and %d of %s: pairs have one of each"
              .formatted(ours.size(), peers.size(), peer));
    }
  }

  /** Returns a quantity of the daemon alone. */
  public static Figure alone(
      String part, String what, String unit, List<Double> values, Target target) {
    return new Figure(part, what, unit, values, null, List.of(), target);
  }

  /** Returns a summary of the daemon's values. */
  public Summary own() {
    return Summary.of(ours);
  }

  /** Returns a summary of the peer's values; empty without a peer. */
  public Optional<Summary> other() {
    return peers.isEmpty() ? Optional.empty() : Optional.of(Summary.of(peers));
  }

  /** Returns a summary of the ratios daemon to peer, pair by pair; empty without a peer. */
  public Optional<Summary> ratio() {
    if (peers.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Summary.of(
            IntStream.range(0, ours.size())
                .mapToDouble(i -> ours.get(i) / peers.get(i))
                .toArray()));
  }

  /** Returns whether the median reaches the target; empty without one. */
  public Optional<Boolean> met() {
    if (target == null) {
      return Optional.empty();
    }
    double seen = target.ofRatio() ? ratio().orElseThrow().median() : own().median();
    return Optional.of(target.metBy(seen));
  }
}
