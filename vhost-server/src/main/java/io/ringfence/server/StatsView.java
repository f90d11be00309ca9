package io.ringfence.server;

import com.sun.management.ThreadMXBean;
import io.ringfence.server.device.Vring;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.session.FrontEnd;
import io.ringfence.server.worker.Worker;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The daemon's statistics in the admin interface.
 *
 * @param nanoTime the daemon's monotonic clock, ns
 * @param processCpuNanos CPU time of the whole process, ns
 * @param vrings for each ring its {@code session}, {@code index} and {@code role}, and its counts
 *     since that session began by the names and in the order of {@link RingCounter}
 */
public record StatsView(
    long nanoTime,
    long processCpuNanos,
    List<WorkerCost> workers,
    List<Map<String, Object>> vrings) {

  /**
   * The resources that a worker has used.
   *
   * @param cpuNanos CPU time, ns
   * @param allocatedBytes allocated heap, freed or not; once the data path is compiled, frames add
   *     nothing
   */
  public record WorkerCost(String name, long cpuNanos, long allocatedBytes) {}

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

  private static Stream<Map<String, Object>> rings(FrontEnd frontEnd) {
    return frontEnd.vrings().stream().map(ring -> ring(frontEnd.id(), ring));
  }

  private static Map<String, Object> ring(int session, Vring ring) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("session", session);
    fields.put("index", ring.index());
    fields.put("role", ring.role().label());
    fields.putAll(ring.counters().byName());
    return fields;
  }
}
