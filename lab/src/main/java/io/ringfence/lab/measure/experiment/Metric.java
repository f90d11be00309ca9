package io.ringfence.lab.measure.experiment;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure of a run that a table shows and a comparison compares. */
public enum Metric {
  RATE("transactionsPerSecond", "trans/s", 0, run -> run.netperf().number("THROUGHPUT")),
  MEAN_LATENCY("meanLatencyMicros", "mean us", 1, run -> run.netperf().number("MEAN_LATENCY")),
  P50_LATENCY("p50LatencyMicros", "p50 us", 0, run -> run.netperf().number("P50_LATENCY")),
  P99_LATENCY("p99LatencyMicros", "p99 us", 0, run -> run.netperf().number("P99_LATENCY")),
  GUEST_CPU(
      "guestCpuMicrosPerTransaction", "guest us/tr", 1, run -> each(run, run.guestBusyMicros())),
  QEMU_CPU("qemuCpuMicrosPerTransaction", "QEMU us/tr", 1, run -> each(run, run.qemuCpuMicros())),
  DAEMON_CPU(
      "daemonCpuMicrosPerTransaction", "daemon us/tr", 1, run -> each(run, run.daemonCpuMicros())),
  OTHERS_CPU("othersCpuPercent", "others' CPU %", 1, Metric::others),
  KICKS("kicksPerTransaction", "kicks/tr", 2, run -> each(run, run.counters().kicks())),
  CALLS("callsPerTransaction", "calls/tr", 2, run -> each(run, run.counters().calls())),
  CALLS_SUPPRESSED(
      "callsSuppressedPerTransaction",
      "suppressed/tr",
      2,
      run -> each(run, run.counters().callsSuppressed())),
  RECHECKS(
      "rechecksFoundWorkPerTransaction",
      "rechecks/tr",
      3,
      run -> each(run, run.counters().rechecksFoundWork())),
  LOST_KICKS("lostKicks", "lost kicks", 0, run -> count(run.counters().lostKicks())),
  LOST_CALLS("lostCalls", "lost calls", 0, run -> count(run.counters().lostCalls()));

  /** The metrics of comparisons; the first is the primary one. */
  public static final List<Metric> COMPARED =
      List.of(RATE, MEAN_LATENCY, P50_LATENCY, P99_LATENCY, GUEST_CPU, QEMU_CPU, DAEMON_CPU);

  /** The metrics of notifications between driver and device. */
  public static final List<Metric> NOTIFICATIONS =
      List.of(KICKS, CALLS, CALLS_SUPPRESSED, RECHECKS, LOST_KICKS, LOST_CALLS);

  private final String key;
  private final String heading;
  private final int decimals;
  private final ToDoubleFunction<Run> figure;

  Metric(String key, String heading, int decimals, ToDoubleFunction<Run> figure) {
    this.key = key;
    this.heading = heading;
    this.decimals = decimals;
    this.figure = figure;
  }

  /** Returns the name in JSON, with the unit. */
  public String key() {
    return key;
  }

  /** Returns the column heading, with the unit. */
  public String heading() {
    return heading;
  }

  /** Returns the decimals to print. */
  public int decimals() {
    return decimals;
  }

  double of(Run run) {
    return figure.applyAsDouble(run);
  }

  // A share of all CPU time. netserver and the lab itself count as others.
  private static double others(Run run) {
    long others = run.hostBusyMicros() - run.qemuCpuMicros() - run.daemonCpuMicros();
    return 100.0 * Math.max(0, others) / Math.max(1, run.hostTotalMicros());
  }

  private static double each(Run run, double amount) {
    return amount / Math.max(1, run.transactions());
  }

  private static double count(Long amount) {
    return amount == null ? Double.NaN : amount;
  }
}
