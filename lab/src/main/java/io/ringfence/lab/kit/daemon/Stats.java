package io.ringfence.lab.kit.daemon;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * GET /stats.
 *
 * @param nanoTime the daemon's monotonic clock, in ns
 * @param processCpuNanos CPU time of the whole daemon, in ns
 */
public record Stats(long nanoTime, long processCpuNanos, List<Worker> workers, List<Vring> vrings) {

  /**
   * @param cpuNanos CPU time of the worker's thread, in ns
   * @param allocatedBytes heap bytes allocated by the worker's thread so far
   */
  public record Worker(String name, long cpuNanos, long allocatedBytes) {}

  /** A ring of a front-end. */
  public record Vring(String session, int index, String role, RingCounts counts) {
    /** Reads a ring; each field besides the first three that is an integer is a counter. */
    @JsonCreator
    static Vring of(
        @JsonProperty("session") String session,
        @JsonProperty("index") int index,
        @JsonProperty("role") String role,
        @JsonAnySetter Map<String, JsonNode> rest) {
      Map<String, Long> counts =
          rest.entrySet().stream()
              .filter(field -> field.getValue().isIntegralNumber())
              .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().asLong()));
      return new Vring(session, index, role, new RingCounts(counts));
    }
  }

  public Stats {
    workers = workers == null ? List.of() : List.copyOf(workers);
    vrings = vrings == null ? List.of() : List.copyOf(vrings);
  }

  /** Returns the frames of all rings of a role, {@code rx} or {@code tx}. */
  public long frames(String role) {
    return vrings.stream()
        .filter(ring -> ring.role().equals(role))
        .mapToLong(ring -> ring.counts().frames())
        .sum();
  }

  /** Returns the sums over all rings. */
  public RingCounts totals() {
    return vrings.stream().map(Vring::counts).reduce(RingCounts::plus).orElse(RingCounts.NO_RING);
  }
}
