package io.ringfence.lab.daemon;

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
   */
  public record Worker(String name, long cpuNanos) {}

  /**
   * @param kicks notifications from the driver
   * @param calls notifications to the driver
   * @param callsSuppressed those that the driver did not ask for
   * @param rechecksFoundWork times that the look after enabling kicks found a frame
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
      long dropped) {}

  /** Sums over all vrings. */
  public record Totals(
      long frames,
      long kicks,
      long calls,
      long callsSuppressed,
      long rechecksFoundWork,
      long dropped) {
    /** What was counted since {@code earlier}. */
    public Totals since(Totals earlier) {
      return new Totals(
          frames - earlier.frames,
          kicks - earlier.kicks,
          calls - earlier.calls,
          callsSuppressed - earlier.callsSuppressed,
          rechecksFoundWork - earlier.rechecksFoundWork,
          dropped - earlier.dropped);
    }

    private Totals plus(Vring ring) {
      return new Totals(
          frames + ring.frames,
          kicks + ring.kicks,
          calls + ring.calls,
          callsSuppressed + ring.callsSuppressed,
          rechecksFoundWork + ring.rechecksFoundWork,
          dropped + ring.dropped);
    }
  }

  public Stats {
    workers = workers == null ? List.of() : List.copyOf(workers);
    vrings = vrings == null ? List.of() : List.copyOf(vrings);
  }

  public Totals totals() {
    Totals sum = new Totals(0, 0, 0, 0, 0, 0);
    for (Vring ring : vrings) {
      sum = sum.plus(ring);
    }
    return sum;
  }
}
