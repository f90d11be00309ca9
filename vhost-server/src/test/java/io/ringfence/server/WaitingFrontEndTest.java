package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import io.ringfence.testkit.wire.VhostSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Front-ends that connect while there is no place for them: none hangs, and the log says why. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WaitingFrontEndTest {
  private static final long PID = ProcessHandle.current().pid();
  private static final String HOLDER =
      "uplink loopback serves 1 at a time, now session=1 pid=%d; end one of these, or start another"
          .formatted(PID);
  private static final long GRACE_MILLIS = 2_000;
  private static final int MOST_WAITING = 16;

  private final LogLines log = LogLines.of("io.ringfence.server");

  @AfterEach
  void close() {
    log.close();
  }

  /** Connects and asks, as QEMU does, which then holds its main loop until it is answered. */
  private static VhostSocket ask(String socket) {
    VhostSocket asking = VhostSocket.connect(socket);
    asking.send(RequestCode.GET_FEATURES.code(), VhostSocket.VERSION, new byte[0]);
    return asking;
  }

  private static VhostSocket askAfter(SoftwareFrontEnd first, String socket) {
    assertThat(first.getFeatures()).isNotZero();
    return ask(socket);
  }

  /** Before the end of its block, where closing it again does nothing. */
  private static void leave(AutoCloseable one) throws Exception {
    one.close();
  }

  private static void awaitWaiting(int count, Supplier<List<?>> waiting) {
    Await.until(
        count + " that wait",
        5_000,
        () -> waiting.get().size() == count,
        () -> waiting.get().toString());
  }

  @Test
  void aSecondOneIsTurnedAwayAfterTwoSecondsWithTheNameOfTheFirst() throws Exception {
    try (var one = new OnePlace();
        GuestNic first = GuestNic.options().connect(one.socket())) {
      assertThat(first.frontEnd().getFeatures()).isNotZero(); // all it sent before has arrived
      var fds = new OpenFds();
      long start = System.nanoTime();
      try (VhostSocket second = ask(one.socket())) {
        log.assertSaid(
            "INFO front-end waits pid=%d grace=2000ms waiting=1: ".formatted(PID) + HOLDER);
        new LoopbackTraffic(first, 1).run(100);
        second.awaitEnd(20_000);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(millis).isGreaterThanOrEqualTo(GRACE_MILLIS);
      }
      log.assertSaid("WARN front-end turned away pid=%d waited=2".formatted(PID));
      assertThat(log.warnings()).hasSize(1).first().asString().contains(HOLDER);
      assertThat(one.listener().waiting()).isEmpty();
      assertThat(one.frontEnds().all()).hasSize(1);
      new LoopbackTraffic(first, 2).run(100);
      fds.assertLevel();
    }
  }

  @Test
  void aSecondOneIsServedIfTheFirstLeavesMeanwhile() throws Exception {
    try (var one = new OnePlace()) {
      try (SoftwareFrontEnd first = SoftwareFrontEnd.connect(one.socket());
          VhostSocket second = askAfter(first, one.socket())) {
        awaitWaiting(1, one.listener()::waiting);
        assertThat(second.readable(0)).isFalse();
        assertThat(one.listener().waiting().getFirst().peer()).isEqualTo(PID);
        leave(first);
        assertThat(second.read(5_000).u64()).isNotZero();
        log.assertSaid("INFO front-end waited pid=" + PID);
        log.assertSaid("INFO front-end connected session=2");
      }
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void oneThatLeavesByItselfIsNoticedAndNotServedLater() throws Exception {
    try (var one = new OnePlace();
        SoftwareFrontEnd first = SoftwareFrontEnd.connect(one.socket())) {
      assertThat(first.getFeatures()).isNotZero();
      ask(one.socket()).close();
      log.assertSaid("INFO front-end left while it waited pid=" + PID);
      awaitWaiting(0, one.listener()::waiting);
      leave(first);
      try (SoftwareFrontEnd next = SoftwareFrontEnd.connect(one.socket())) {
        assertThat(next.getFeatures()).isNotZero();
        assertThat(one.frontEnds().all().getFirst().id()).isEqualTo(2);
      }
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void theyAreServedInTheirOrderAndNoMoreThanSixteenWait() throws Exception {
    var waiting = new ArrayList<VhostSocket>();
    try (var one = new OnePlace();
        SoftwareFrontEnd first = SoftwareFrontEnd.connect(one.socket())) {
      assertThat(first.getFeatures()).isNotZero();
      for (int i = 0; i < MOST_WAITING; i++) {
        waiting.add(ask(one.socket()));
      }
      try (VhostSocket tooMany = VhostSocket.connect(one.socket())) {
        tooMany.awaitEnd(5_000);
        log.assertSaid(
            "WARN front-end turned away pid=%d: 16 wait already; ".formatted(PID) + HOLDER);
      }
      leave(first);
      assertThat(waiting.getFirst().read(5_000).u64()).isNotZero();
      assertThat(waiting.getLast().readable(0)).isFalse();
    } finally {
      waiting.forEach(VhostSocket::close);
    }
  }

  @Test
  void duringAHandOverNobodyComesInAndWhoWaitsIsTurnedAwayInTime() throws Exception {
    try (var one = new OnePlace();
        SoftwareFrontEnd first = SoftwareFrontEnd.connect(one.socket())) {
      assertThat(first.getFeatures()).isNotZero();
      try (VhostSocket second = ask(one.socket())) {
        awaitWaiting(1, one.listener()::waiting);
        one.listener().shut();
        leave(first);
        second.awaitEnd(20_000);
        log.assertSaid("WARN front-end turned away");
        try (VhostSocket third = ask(one.socket())) {
          assertThat(third.readable(0)).isFalse();
          one.listener().reopen();
          assertThat(third.read(5_000).u64()).isNotZero();
        }
      }
    }
  }

  @Test
  void aDaemonThatEndsClosesTheConnectionOfWhoWaits() throws Exception {
    try (var one = new OnePlace();
        SoftwareFrontEnd first = SoftwareFrontEnd.connect(one.socket())) {
      assertThat(first.getFeatures()).isNotZero();
      try (VhostSocket second = ask(one.socket())) {
        awaitWaiting(1, one.listener()::waiting);
        leave(one);
        second.awaitEnd(1_000);
        log.assertSaid("INFO front-end dismissed while it waited pid=" + PID);
      }
    }
  }

  /** With all 256 places taken; the one that waits connects again, to the new daemon. */
  @Test
  void statusShowsWhoWaitsAndAHotRestartDismissesThem() {
    var connected = new ArrayList<SoftwareFrontEnd>();
    try (var daemon = RunningDaemon.with("loopback")) {
      for (int i = 0; i < 256; i++) {
        SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket());
        connected.add(frontEnd);
        assertThat(frontEnd.getFeatures()).isNotZero();
      }
      try (VhostSocket late = ask(daemon.socket())) {
        awaitWaiting(1, () -> StatusView.of(daemon.daemon()).waiting());
        var shown = StatusView.of(daemon.daemon()).waiting().getFirst();
        assertThat(shown.peerPid()).isEqualTo(PID);
        assertThat(shown.waitedMillis()).isBetween(0L, 10_000L);
        log.assertSaid("uplink loopback serves 256 at a time, now session=1 pid=" + PID);
        log.assertSaid("session=3 pid=%d and 253 more; ".formatted(PID));
        daemon.restart();
        late.awaitEnd(5_000);
      }
      assertThat(connected.getLast().getFeatures()).isNotZero();
    } finally {
      connected.forEach(SoftwareFrontEnd::close);
    }
  }
}
