package io.ringfence.lab.kit.daemon;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;

/**
 * GET /stats.
 *
 * @param nanoTime the daemon's monotonic clock, in ns
 * @param processCpuNanos CPU time of the whole daemon, in ns
 */
public record Stats(long nanoTime, long processCpuNanos, List<Worker> workers, List<Vring> vrings) {

  /**
   * @param cpuNanos CPU time of the worker's thread, in ns
   * @param allocatedBytes of heap by the worker's thread so far
   */
  public record Worker(String name, long cpuNanos, long allocatedBytes) {}

  /**
   * @param kicks notifications from the driver
   * @param calls notifications to the driver
   * @param callsSuppressed those that the driver did not ask for
   * @param rechecksFoundWork times that the look after enabling kicks found a frame
   * @param lostKicks frames that the watchdog found waiting without a kick; null from a daemon
   *     without a watchdog
   * @param lostCalls likewise, buffers that the driver waits for without a call
   */
  public record Vring(
      String session,
      int index,
      String role,
      long frames,
      long bytes,
      long kicks,
      long calls,
      long callsSuppressed,
      long rechecksFoundWork,
      long dropped,
      @JsonAlias({"lostKick", "lost_kick", "lost_kicks"}) Long lostKicks,
      @JsonAlias({"lostCall", "lost_call", "lost_calls"}) Long lostCalls) {}

  /** Sums over all vrings; what one of them does not tell has none. */
  public record Totals(
      long frames,
      long kicks,
      long calls,
      long callsSuppressed,
      long rechecksFoundWork,
      long dropped,
      Long lostKicks,
      Long lostCalls) {
    /** What was counted since {@code earlier}. */
    public Totals since(Totals earlier) {
      return new Totals(
          frames - earlier.frames,
          kicks - earlier.kicks,
          calls - earlier.calls,
          callsSuppressed - earlier.callsSuppressed,
          rechecksFoundWork - earlier.rechecksFoundWork,
          dropped - earlier.dropped,
          sum(lostKicks, earlier.lostKicks, -1),
          sum(lostCalls, earlier.lostCalls, -1));
    }

    private Totals plus(Vring ring) {
      return new Totals(
          frames + ring.frames,
          kicks + ring.kicks,
          calls + ring.calls,
          callsSuppressed + ring.callsSuppressed,
          rechecksFoundWork + ring.rechecksFoundWork,
          dropped + ring.dropped,
          sum(lostKicks, ring.lostKicks, 1),
          sum(lostCalls, ring.lostCalls, 1));
    }

    private static Long sum(Long one, Long other, int sign) {
      return one == null || other == null ? null : Long.valueOf(one + sign * other);
    }
  }

  public Stats {
    workers = workers == null ? List.of() : List.copyOf(workers);
    vrings = vrings == null ? List.of() : List.copyOf(vrings);
  }

  /** Frames of all rings of a role, {@code rx} or {@code tx}. */
  public long frames(String role) {
    return vrings.stream().filter(ring -> ring.role().equals(role)).mapToLong(Vring::frames).sum();
  }

  public Totals totals() {
    Totals sum = new Totals(0, 0, 0, 0, 0, 0, 0L, 0L);
    for (Vring ring : vrings) {
      sum = sum.plus(ring);
    }
    return sum;
  }
}
