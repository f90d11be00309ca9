package io.ringfence.lab.experiment;

import io.ringfence.lab.daemon.Stats;
import io.ringfence.lab.netperf.NetperfResult;
import java.util.Map;
import java.util.TreeMap;

/**
 * One netperf run under one policy, raw.
 *
 * @param startedMillis since the first run's start
 * @param netperf as netperf printed it
 * @param guestBusyMicros CPU time of the guest's CPUs, as the guest accounts for it
 * @param guestTotalMicros the same with idle time
 * @param qemuCpuMicros CPU time of the QEMU process
 * @param daemonCpuMicros CPU time of the daemon process
 * @param workerCpuMicros CPU time of the daemon's workers among it
 * @param counters sums over the daemon's vrings
 */
public record Run(
    int block,
    String policy,
    long startedMillis,
    NetperfResult netperf,
    long guestBusyMicros,
    long guestTotalMicros,
    long qemuCpuMicros,
    long daemonCpuMicros,
    long workerCpuMicros,
    Stats.Totals counters) {

  /** Transactions of the run: netperf's rate by its time. */
  public double transactions() {
    return netperf.number("THROUGHPUT") * netperf.number("ELAPSED_TIME");
  }

  public double figure(Metric metric) {
    return metric.of(this);
  }

  /** Every derived figure by name. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      figures.put(metric.key(), metric.of(this));
    }
    return figures;
  }
}
