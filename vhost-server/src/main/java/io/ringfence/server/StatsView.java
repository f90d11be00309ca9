package io.ringfence.server;

import com.sun.management.ThreadMXBean;
import io.ringfence.server.device.Vring;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.session.FrontEnd;
import io.ringfence.server.worker.Worker;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a daemon has counted, as the admin interface shows it.
 *
 * @param nanoTime the daemon's monotonic clock, ns
 * @param processCpuNanos CPU time of the whole process, ns
 */
public record StatsView(
    long nanoTime, long processCpuNanos, List<WorkerCost> workers, List<Ring> vrings) {

  /**
   * What a worker has taken of the machine.
   *
   * @param cpuNanos CPU time, ns
   * @param allocatedBytes of heap, freed or not; frames add nothing to it once their way is
   *     compiled
   */
  public record WorkerCost(String name, long cpuNanos, long allocatedBytes) {}

  /** Counts of a ring since its session began; see {@link VringCounters}. */
  public record Ring(
      int session,
      int index,
      String role,
      long frames,
      long bytes,
      long kicks,
      long calls,
      long callsSuppressed,
      long rechecksFoundWork,
      long dropped,
      long lostKicks,
      long lostCalls) {}

  static StatsView of(Daemon daemon) {
    return new StatsView(
        System.nanoTime(),
        cpuOfProcess(),
        daemon.workers().all().stream().map(StatsView::cost).toList(),
        daemon.frontEnds().all().stream().flatMap(StatsView::rings).toList());
  }

  private static long cpuOfProcess() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
  }

  private static WorkerCost cost(Worker worker) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = worker.threadId();
    return new WorkerCost(
        worker.name(), threads.getThreadCpuTime(id), threads.getThreadAllocatedBytes(id));
  }

  private static Stream<Ring> rings(FrontEnd frontEnd) {
    return frontEnd.vrings().stream().map(ring -> ring(frontEnd.id(), ring));
  }

  private static Ring ring(int session, Vring ring) {
    VringCounters counters = ring.counters();
    return new Ring(
        session,
        ring.index(),
        ring.role().label(),
        counters.frames.get(),
        counters.bytes.get(),
        counters.kicks.get(),
        counters.calls.get(),
        counters.callsSuppressed.get(),
        counters.rechecksFoundWork.get(),
        counters.dropped.get(),
        counters.lostKicks.get(),
        counters.lostCalls.get());
  }
}
