package io.ringfence.lab.measure.experiment;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.Stats;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.kit.traffic.NetperfResult;
import java.time.Duration;

/** Takes single runs: swaps the policy, runs netperf, and reads all clocks and counters. */
final class RunTaker {
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);

  private final Testbed testbed;
  private final Design design;
  private final long started;

  /**
   * @param started the start of the experiment, by System.nanoTime
   */
  RunTaker(Testbed testbed, Design design, long started) {
    this.testbed = testbed;
    this.design = design;
    this.started = started;
  }

  /**
   * Runs netperf under a policy.
   *
   * @throws LabException when it makes no transaction, or does not end
   */
  Run take(int boot, int block, String policy, int seconds) {
    testbed.admin().setBarriers(policy);
    Clocks before = Clocks.read(testbed);
    NetperfResult netperf =
        testbed.netperf().requestResponse(design.test(), seconds, design.burst());
    Clocks after = Clocks.read(testbed);
    CpuTime.Machine guest = after.guest.since(before.guest);
    CpuTime.Machine host = after.host.since(before.host);
    Run run =
        new Run(
            boot,
            block,
            policy,
            (before.nanos - started) / 1_000_000,
            netperf,
            guest.busyMicros(),
            guest.totalMicros(),
            after.qemuMicros - before.qemuMicros,
            (after.daemon.processCpuNanos() - before.daemon.processCpuNanos()) / 1000,
            (workers(after.daemon) - workers(before.daemon)) / 1000,
            host.busyMicros(),
            host.totalMicros(),
            after.daemon.totals().since(before.daemon.totals()));
    if (run.transactions() < 1) {
      throw new LabException("netperf made no transaction in " + seconds + " s");
    }
    return run;
  }

  private static long workers(Stats stats) {
    return stats.workers().stream().mapToLong(Stats.Worker::cpuNanos).sum();
  }

  /** The clocks and counters that are read right before and right after a run. */
  private record Clocks(
      long nanos, CpuTime.Machine guest, CpuTime.Machine host, long qemuMicros, Stats daemon) {
    static Clocks read(Testbed testbed) {
      return new Clocks(
          System.nanoTime(),
          CpuTime.parseMachine(testbed.guest().mustRun("head -n 1 /proc/stat", COMMAND_PATIENCE)),
          CpuTime.ofHost(),
          testbed.host().cpuMicros(),
          testbed.admin().stats());
    }
  }
}
