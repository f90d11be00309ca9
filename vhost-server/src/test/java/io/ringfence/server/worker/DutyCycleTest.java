package io.ringfence.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.pair.RingRole;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker's turns, one at a time on the thread of the test. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DutyCycleTest {
  private static final int BUDGET = 256; // frames of one pair in a turn
  private static final int NO_LIMIT = -1;

  private final AttachedPairs pairs = new AttachedPairs();
  private final WorkerEvents events = new WorkerEvents(pairs);
  private final CommandQueue commands = new CommandQueue("worker-0", events::wakeUp);

  @AfterEach
  void close() {
    events.close();
  }

  private DutyCycle cycle(WorkerMode mode, WatchdogMode watchdog) {
    return new DutyCycle(
        commands, pairs, new ServedPolicy(pairs, null), new LossWatch(pairs, watchdog), mode);
  }

  private SendingPair pair() {
    return new SendingPair(pairs, events, WatchdogMode.OFF);
  }

  @Test
  void aKickGivesAPairATurn() {
    DutyCycle cycle = cycle(WorkerMode.EVENTFD, WatchdogMode.OFF);
    var idle = new EventIdle(events);
    try (SendingPair pair = pair()) {
      assertThat(cycle.doWork()).isZero();
      pair.send(3);
      assertThat(cycle.doWork()).isZero();
      assertThat(pair.sent()).as("before the kick is taken").isZero();
      idle.idle(0, NO_LIMIT);
      assertThat(cycle.doWork()).isZero();
      assertThat(pair.sent()).isEqualTo(3);
    }
  }

  @Test
  void aPairThatUsesUpItsBudgetGoesOnAfterTheOthers() {
    DutyCycle cycle = cycle(WorkerMode.EVENTFD, WatchdogMode.OFF);
    try (SendingPair busy = pair();
        SendingPair other = pair()) {
      busy.send(BUDGET + 10);
      events.take(0); // first in the queue
      other.send(5);
      events.take(0);
      assertThat(cycle.doWork()).isEqualTo(1);
      assertThat(busy.sent()).isEqualTo(BUDGET);
      assertThat(other.sent()).isEqualTo(5);
      assertThat(cycle.doWork()).isZero();
      assertThat(busy.sent()).isEqualTo(BUDGET + 10);
    }
  }

  @Test
  void aCommandRunsBetweenTwoTurns() throws Exception {
    DutyCycle cycle = cycle(WorkerMode.EVENTFD, WatchdogMode.OFF);
    try (SendingPair pair = pair()) {
      pair.send(BUDGET + 10);
      events.take(0);
      cycle.doWork();
      Future<Long> sent = commands.submit(pair::sent);
      assertThat(sent.isDone()).isFalse();
      cycle.doWork();
      assertThat(sent.isDone()).isTrue();
      assertThat(sent.get()).as("frames when the command ran").isEqualTo(BUDGET);
      assertThat(pair.sent()).isEqualTo(BUDGET + 10);
    }
  }

  /** The wait has no limit, so that the test ends only if the command ends it. */
  @Test
  void aCommandEndsTheSleep() {
    DutyCycle cycle = cycle(WorkerMode.EVENTFD, WatchdogMode.OFF);
    Future<?> command = commands.submit(() -> null);
    new EventIdle(events).idle(0, NO_LIMIT);
    cycle.doWork();
    assertThat(command.isDone()).isTrue();
  }

  @Test
  void aPollingWorkerSleepsOnlyWhileNoRingIsStarted() {
    DutyCycle cycle = cycle(WorkerMode.POLL, WatchdogMode.OFF);
    var idle = new BusyPollIdle(events, pairs);
    events.wakeUp();
    idle.idle(0, NO_LIMIT); // takes the wake-up
    try (SendingPair pair = pair()) {
      pairs.get(0).kicked(RingRole.TX);
      assertThat(cycle.doWork()).isZero();
      idle.idle(0, NO_LIMIT); // a sleep would not end
      pair.send(4);
      assertThat(cycle.doWork()).isEqualTo(1);
      assertThat(pair.sent()).isEqualTo(4);
      assertThat(cycle.doWork()).isZero();
    }
  }

  @Test
  void theWatchdogLimitsTheSleepWhileThereIsAPair() {
    DutyCycle watched = cycle(WorkerMode.EVENTFD, WatchdogMode.RESCUE);
    DutyCycle unwatched = cycle(WorkerMode.EVENTFD, WatchdogMode.OFF);
    assertThat(watched.longestSleepMillis()).isEqualTo(NO_LIMIT);
    try (SendingPair pair = new SendingPair(pairs, events, WatchdogMode.RESCUE)) {
      assertThat(pair.sent()).isZero();
      assertThat(watched.longestSleepMillis()).isBetween(1, 500);
      assertThat(unwatched.longestSleepMillis()).isEqualTo(NO_LIMIT);
    }
  }
}
