package io.ringfence.server;

import io.ringfence.server.net.VringCounters;
import io.ringfence.server.session.FrontEnd;
import io.ringfence.server.session.Vring;
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
    long nanoTime, long processCpuNanos, List<WorkerCpu> workers, List<Ring> vrings) {

  /** CPU time of a worker, ns. */
  public record WorkerCpu(String name, long cpuNanos) {}

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
        daemon.workers().all().stream().map(StatsView::cpu).toList(),
        daemon.frontEnds().all().stream().flatMap(StatsView::rings).toList());
  }

  private static long cpuOfProcess() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
  }

  private static WorkerCpu cpu(Worker worker) {
    long nanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(worker.threadId());
    return new WorkerCpu(worker.name(), nanos);
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
