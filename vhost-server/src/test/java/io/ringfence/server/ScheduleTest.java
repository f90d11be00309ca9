package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.pair.PolicyInstance;
import io.ringfence.server.schedule.RunningSchedule;
import io.ringfence.server.schedule.RunningSchedule.State;
import io.ringfence.server.schedule.SchedulePlan;
import io.ringfence.server.schedule.ScheduleRefused;
import io.ringfence.server.schedule.Schedules;
import io.ringfence.server.worker.SliceField;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies take turns while every byte of the traffic is checked. */
class ScheduleTest {
  private static final int WARM_UP_SECONDS = 60;
  private static final List<String> NAMES = SliceField.names();

  private static SchedulePlan plan(int blocks, String... arms) {
    return new SchedulePlan(
        Arrays.stream(arms).map(PolicyInstance::parse).toList(),
        5,
        9,
        2,
        42,
        blocks,
        WARM_UP_SECONDS);
  }

  private static long field(long[] row, String name) {
    return row[NAMES.indexOf(name)];
  }

  @ParameterizedTest
  @CsvSource({"false, EVENTFD", "true, EVENTFD", "false, POLL", "true, POLL"})
  void armsTakeTurnsAndNothingIsLost(boolean packed, WorkerMode mode) throws Exception {
    try (var daemon = RunningDaemon.with("loopback", "auto", mode, 1);
        GuestNic nic = daemon.guest(packed);
        var schedules = new Schedules(daemon.daemon().workers(), Optional::empty)) {
      new LoopbackTraffic(nic, 2).run(10);
      var enough = new AtomicBoolean();
      var traffic =
          CompletableFuture.runAsync(() -> {
            var frames = new LoopbackTraffic(nic, 1);
            while (!enough.get()) {
              frames.run(500);
            }
          });
      schedules.start(plan(70, "auto", "auto#2", "mandatory", "stub:smp"));
      RunningSchedule schedule = schedules.last();
      Await.until(
          "the schedule's end",
          (WARM_UP_SECONDS + 20) * 1000,
          () -> traffic.isDone() || !schedules.isRunning(),
          () -> schedule.state() + " " + schedule.notCompiled());
      enough.set(true);
      traffic.join();
      assertThat(schedule.reason()).isEmpty();
      assertThat(schedule.state()).isEqualTo(State.ENDED);
      check(schedule.slices().read(0, Integer.MAX_VALUE));
      assertThat(schedule.events(0)).anyMatch(event -> "auto#2".equals(event.arm()));
    }
  }

  private static void check(List<long[]> rows) {
    assertThat(rows).hasSize(280);
    long last = Long.MIN_VALUE;
    long frames = 0;
    for (int i = 0; i < rows.size(); i++) {
      long[] row = rows.get(i);
      long before = i == 0 ? -1 : rows.get(i - 1)[SliceField.ARM];
      assertThat(field(row, "armBefore")).isEqualTo(before);
      assertThat(field(row, "begin.nanos")).isGreaterThan(last);
      assertThat(field(row, "counted.nanos") - field(row, "begin.nanos"))
          .isGreaterThanOrEqualTo(2_000_000);
      last = field(row, "end.nanos");
      assertThat(last - field(row, "begin.nanos")).isGreaterThanOrEqualTo(5_000_000);
      assertThat(field(row, "end.cpuNanos")).isGreaterThanOrEqualTo(field(row, "begin.cpuNanos"));
      frames += field(row, "end.tx.frames") - field(row, "counted.tx.frames");
    }
    assertThat(frames).as("frames in counted parts").isGreaterThan(100);
  }

  @Test
  void whatCannotRunIsRefusedWithTheReason() throws Exception {
    try (var daemon = RunningDaemon.with("loopback");
        var schedules = new Schedules(daemon.daemon().workers(), Optional::empty)) {
      assertThatThrownBy(() -> schedules.start(plan(1, "auto", "smp")))
          .isInstanceOf(ScheduleRefused.class)
          .hasMessage("no front-end is served; connect one, and have it send frames");
      try (GuestNic nic = daemon.guest(false)) {
        new LoopbackTraffic(nic, 1).run(10);
        schedules.start(plan(1, "auto", "smp"));
        assertThatThrownBy(() -> schedules.start(plan(1, "auto", "smp")))
            .hasMessage("a schedule runs; end it by DELETE /schedule, or wait for its end");
        schedules.end();
        assertThat(schedules.last().state()).isEqualTo(State.FAILED);
        assertThat(schedules.last().reason()).isEqualTo("ended by request");
        new LoopbackTraffic(nic, 2).run(1_000);
      }
    }
  }

  @Test
  void aFrontEndThatLeavesEndsIt() throws Exception {
    try (var daemon = RunningDaemon.with("loopback");
        var schedules = new Schedules(daemon.daemon().workers(), Optional::empty)) {
      try (GuestNic nic = daemon.guest(false)) {
        new LoopbackTraffic(nic, 1).run(10);
        schedules.start(plan(1, "auto", "smp"));
      }
      Await.until("the schedule's end", 20_000, () -> !schedules.isRunning(), () -> "it runs");
      assertThat(schedules.last().reason())
          .matches(
              "the worker has 0 queue pairs and had [01] at the start: a front-end came or left");
      try (GuestNic nic = daemon.guest(false)) {
        new LoopbackTraffic(nic, 2).run(1_000);
      }
    }
  }
}
