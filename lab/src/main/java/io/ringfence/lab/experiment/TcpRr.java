package io.ringfence.lab.experiment;

import io.ringfence.lab.LabException;
import io.ringfence.lab.daemon.Barriers;
import io.ringfence.lab.daemon.Stats;
import io.ringfence.lab.host.CpuTime;
import io.ringfence.lab.netperf.NetperfResult;
import io.ringfence.lab.process.Progress;
import io.ringfence.lab.testbed.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** TCP_RR under each policy, in one guest boot; the policy is swapped on the running daemon. */
public final class TcpRr {
  private static final int MAX_WARM_UP_SECONDS = 3;
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);

  /**
   * @param policies without repetition; the first is what the others are compared with
   * @param pairs runs of each policy
   * @param seconds of each run
   * @param seed of the order of runs
   */
  public record Plan(List<String> policies, int pairs, int seconds, long seed) {
    public Plan {
      policies = List.copyOf(policies);
    }
  }

  /** All that was seen. */
  public record Outcome(List<Barriers> barriers, List<Run> runs) {
    public Outcome {
      barriers = List.copyOf(barriers);
      runs = List.copyOf(runs);
    }
  }

  private final Testbed testbed;
  private final Plan plan;
  private final Progress progress;

  public TcpRr(Testbed testbed, Plan plan, Progress progress) {
    this.testbed = testbed;
    this.plan = plan;
    this.progress = progress;
  }

  /** Warms up, then takes every run of the schedule. */
  public Outcome run() {
    List<Barriers> barriers = warmUp();
    List<Schedule.Slot> slots =
        Schedule.mirroredBlocks(plan.policies(), plan.pairs(), new Random(plan.seed()));
    long started = System.nanoTime();
    List<Run> runs = new ArrayList<>();
    for (Schedule.Slot slot : slots) {
      Run run = measure(slot, started);
      runs.add(run);
      progress.say(
          "run %d of %d: %s, %.0f transactions/s"
              .formatted(runs.size(), slots.size(), slot.policy(), run.figure(Metric.RATE)));
    }
    return new Outcome(barriers, runs);
  }

  // One discarded run under each policy: the JIT, caches, and the guest's first packets. It also
  // finds a refused policy before the first figure.
  private List<Barriers> warmUp() {
    int seconds = Math.min(MAX_WARM_UP_SECONDS, plan.seconds());
    progress.say("warming up, %d s under each policy".formatted(seconds));
    List<Barriers> barriers = new ArrayList<>();
    for (String policy : plan.policies()) {
      barriers.add(testbed.admin().setBarriers(policy));
      testbed.netperf().requestResponse("TCP_RR", seconds);
    }
    return barriers;
  }

  private Run measure(Schedule.Slot slot, long started) {
    testbed.admin().setBarriers(slot.policy());
    Clocks before = Clocks.read(testbed);
    NetperfResult netperf = testbed.netperf().requestResponse("TCP_RR", plan.seconds());
    Clocks after = Clocks.read(testbed);
    CpuTime.Machine guest = after.guest.since(before.guest);
    Run run =
        new Run(
            slot.block(),
            slot.policy(),
            (before.nanos - started) / 1_000_000,
            netperf,
            guest.busyMicros(),
            guest.totalMicros(),
            after.qemuMicros - before.qemuMicros,
            (after.daemon.processCpuNanos() - before.daemon.processCpuNanos()) / 1000,
            (workers(after.daemon) - workers(before.daemon)) / 1000,
            after.daemon.totals().since(before.daemon.totals()));
    if (run.transactions() < 1) {
      throw new LabException("netperf made no transaction in " + plan.seconds() + " s");
    }
    return run;
  }

  private static long workers(Stats stats) {
    return stats.workers().stream().mapToLong(Stats.Worker::cpuNanos).sum();
  }

  /** What is read right before and right after a run. */
  private record Clocks(long nanos, CpuTime.Machine guest, long qemuMicros, Stats daemon) {
    static Clocks read(Testbed testbed) {
      return new Clocks(
          System.nanoTime(),
          CpuTime.parseMachine(testbed.guest().mustRun("head -n 1 /proc/stat", COMMAND_PATIENCE)),
          testbed.qemu().cpuMicros(),
          testbed.admin().stats());
    }
  }
}
