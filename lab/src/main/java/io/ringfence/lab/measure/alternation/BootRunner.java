package io.ringfence.lab.measure.alternation;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.ScheduleEvents;
import io.ringfence.lab.kit.daemon.ScheduleRequest;
import io.ringfence.lab.kit.daemon.ScheduleSlices;
import io.ringfence.lab.kit.daemon.ScheduleStatus;
import io.ringfence.lab.kit.daemon.Stats;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.Waiting;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.kit.traffic.NetperfResult;
import io.ringfence.lab.measure.decision.Plan;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.TransactionCount;
import java.time.Duration;
import java.util.List;

/** Runs one boot of an alternation: one netperf connection, under which all arms take turns. */
final class BootRunner {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int SPARE_SECONDS = 5; // swaps, and slices that end late
  private static final int SHOWN_EVERY = 10; // looks

  private final Testbed testbed;
  private final Plan plan;
  private final String test;
  private final int warmUpSeconds;
  private final Progress progress;

  /**
   * @param testbed with a guest that is up
   * @param test of netperf, {@code TCP_RR} or {@code UDP_RR}
   * @param warmUpSeconds the longest time for the code of all arms to be compiled
   */
  BootRunner(Testbed testbed, Plan plan, String test, int warmUpSeconds, Progress progress) {
    this.testbed = testbed;
    this.plan = plan;
    this.test = test;
    this.warmUpSeconds = warmUpSeconds;
    this.progress = progress;
  }

  /** How long netperf runs, s: until the guest's traffic has confirmed the code, and the slices. */
  static int netperfSeconds(Plan plan, int warmUpSeconds) {
    return (int) Math.ceil(recordedSeconds(plan)) + warmUpSeconds / 2 + SPARE_SECONDS;
  }

  /** How long a boot takes at most once the guest is up, s. */
  static int seconds(Plan plan, int warmUpSeconds) {
    return netperfSeconds(plan, warmUpSeconds) + warmUpSeconds / 2;
  }

  /** The sum of all slices of a boot, s. */
  static double recordedSeconds(Plan plan) {
    return plan.blocks() * plan.arms().size() * plan.timing().meanSeconds();
  }

  /**
   * Runs it. The schedule starts first: while it rehearses, the guest leaves the CPUs to the JIT.
   *
   * @throws LabException if the schedule or netperf fails
   */
  BootRecord run(int boot) {
    testbed.admin().startSchedule(request(boot));
    awaitRehearsed();
    Stats before = testbed.admin().stats();
    int seconds = netperfSeconds(plan, warmUpSeconds);
    testbed.netperf().start(test, seconds);
    SliceRows rows = new SliceRows(boot, plan.arms());
    record(rows);
    ScheduleEvents events = testbed.admin().scheduleEvents();
    progress.say("boot %d: waiting for netperf's end".formatted(boot));
    NetperfResult netperf = testbed.netperf().awaitStarted(Duration.ofSeconds(seconds + 30L));
    Stats after = testbed.admin().stats();
    return new BootRecord(
        rows.fields(),
        rows.rows(),
        rows.slices(events.events()),
        events,
        new TransactionCount(boot, after.frames("rx") - before.frames("rx"), transactions(netperf)),
        netperf);
  }

  private void awaitRehearsed() {
    progress.say("compiling the code of %d arms".formatted(plan.arms().size()));
    while (testbed.admin().schedule().rehearses()) {
      Waiting.sleep(LOOK);
      testbed.checkAlive();
    }
  }

  private static long transactions(NetperfResult netperf) {
    return Math.round(netperf.number("THROUGHPUT") * netperf.number("ELAPSED_TIME"));
  }

  private ScheduleRequest request(int boot) {
    List<String> arms = plan.arms().stream().map(Arm::toString).toList();
    return new ScheduleRequest(
        arms,
        plan.blocks(),
        List.of(
            plan.timing().leastSliceMillis() + plan.timing().washoutMillis(),
            plan.timing().mostSliceMillis() + plan.timing().washoutMillis()),
        plan.timing().washoutMillis(),
        plan.seed() + boot,
        warmUpSeconds);
  }

  /** Reads slices as they are recorded, so that the daemon's buffer does not fill. */
  private void record(SliceRows rows) {
    ScheduleStatus status;
    int looks = 0;
    do {
      Waiting.sleep(LOOK);
      testbed.checkAlive();
      status = testbed.admin().schedule();
      read(rows);
      if (looks++ % SHOWN_EVERY == 0) {
        show(status);
      }
    } while (status.runs());
    read(rows);
    if (!status.state().equals("ended")) {
      throw new LabException("the daemon's schedule failed: " + status.reason());
    }
  }

  private void read(SliceRows rows) {
    ScheduleSlices slices;
    do {
      slices = testbed.admin().slices(rows.count());
      rows.add(slices);
    } while (!slices.slices().isEmpty());
  }

  private void show(ScheduleStatus status) {
    progress.say(
        status.state().equals("warming")
            ? "warming up: %d of %d arms are not compiled yet"
                .formatted(status.notCompiled().size(), plan.arms().size())
            : "%d of %d slices".formatted(status.slices(), status.planned()));
  }
}
