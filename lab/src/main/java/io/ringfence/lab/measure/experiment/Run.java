package io.ringfence.lab.measure.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ringfence.lab.kit.daemon.RingCounts;
import io.ringfence.lab.kit.traffic.NetperfResult;
import java.util.Map;
import java.util.TreeMap;

/**
 * One netperf run under one policy, raw.
 *
 * @param boot the number of the boot of guest and daemon, from 0
 * @param block the number of the block in the boot, from 0; in a block every policy runs once
 * @param startedMillis since the experiment's first run
 * @param netperf as netperf printed it
 * @param guestBusyMicros CPU time of the guest's CPUs, by the guest's accounting
 * @param guestTotalMicros the same with idle time
 * @param qemuCpuMicros CPU time of the QEMU process
 * @param daemonCpuMicros CPU time of the daemon process
 * @param workerCpuMicros CPU time of the daemon's workers among it
 * @param hostBusyMicros CPU time of all programs of the host
 * @param hostTotalMicros the same with idle time
 * @param counters sums over the daemon's vrings
 */
public record Run(
    int boot,
    int block,
    String policy,
    long startedMillis,
    NetperfResult netperf,
    long guestBusyMicros,
    long guestTotalMicros,
    long qemuCpuMicros,
    long daemonCpuMicros,
    long workerCpuMicros,
    long hostBusyMicros,
    long hostTotalMicros,
    RingCounts counters) {

  /** Returns the transactions of the run: netperf's rate times its duration. */
  @JsonIgnore
  public double transactions() {
    return netperf.number("THROUGHPUT") * netperf.number("ELAPSED_TIME");
  }

  /** Returns a figure of the run; NaN if the run does not have it. */
  public double figure(Metric metric) {
    return metric.of(this);
  }

  /** Returns every derived figure by name. JSON has them for readers; they are not read back. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      double figure = metric.of(this);
      if (Double.isFinite(figure)) {
        figures.put(metric.key(), figure);
      }
    }
    return figures;
  }
}
