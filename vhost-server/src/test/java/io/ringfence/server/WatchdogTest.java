package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.Used;
import io.ringfence.testkit.wire.Acks;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Notifications that never come, from the outside of the socket. Every message is acknowledged, so
 * that no change of the rings is still to come when the first frame is sent.
 */
class WatchdogTest {
  private static final long PATIENCE_MILLIS = 5_000;
  private static final long SILENCE_MILLIS = 1_700;
  private static final Duration SLOWEST_RESCUE = Duration.ofMillis(900); // 0.6 s and a margin
  private static final int TX = 1;

  private static RunningDaemon daemon(WatchdogMode mode) {
    return RunningDaemon.with("discard", "auto", new WorkerConfig(1, WorkerMode.EVENTFD, mode), 1);
  }

  /** A frame that the driver publishes, and keeps quiet about. */
  private static void sendWithoutKick(GuestNic nic) {
    long buffer = nic.ram().allocate(128, 64);
    nic.vring(TX).queue().add(new DriverChain().out(buffer, 128), 1);
    nic.vring(TX).queue().publish();
  }

  private static void awaitServed(GuestNic nic) {
    Await.until(
        "the used buffer",
        PATIENCE_MILLIS,
        () -> nic.vring(TX).queue().hasUsed(),
        () -> nic.vring(TX).queue().state());
  }

  /**
   * One frame the ordinary way, so that the device's first call, which is owed to nobody, is past.
   */
  private static void sendFirst(GuestNic nic) {
    // Till the session has come past the start's last message, which has the worker begin anew.
    assertThat(nic.frontEnd().getFeatures()).isNotZero();
    nic.send(new byte[64]);
    awaitServed(nic);
    nic.transmitter(0).reap();
  }

  /**
   * A frame may be found by the device's second look before it rests. So frames are sent until one
   * has waited for the watchdog.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFrameThatNobodyWasToldOfIsCountedAndSentAllTheSame(boolean packed) {
    try (var daemon = daemon(WatchdogMode.RESCUE);
        GuestNic nic =
            GuestNic.options().with(packed ? Features.RING_PACKED : 0).connect(daemon.socket())) {
      sendFirst(nic);
      VringCounters counters = daemon.vring(TX).counters();
      Used used = new Used();
      int frames = 1;
      while (counters.get(RingCounter.LOST_KICKS) == 0 && frames < 100) {
        sendWithoutKick(nic);
        awaitServed(nic);
        nic.vring(TX).queue().poll(used);
        frames++;
      }
      assertThat(counters.get(RingCounter.LOST_KICKS)).isEqualTo(1);
      assertThat(counters.get(RingCounter.LOST_CALLS)).isZero();
      assertThat(counters.get(RingCounter.FRAMES)).isEqualTo(frames);
    }
  }

  @Test
  void toldOnlyToCountItLeavesTheFrameWhereItIs() {
    try (var daemon = daemon(WatchdogMode.COUNT);
        GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket())) {
      sendFirst(nic);
      VringCounters counters = daemon.vring(TX).counters();
      Used used = new Used();
      int served = 1;
      sendWithoutKick(nic);
      while (isServedSoon(nic) && served < 100) {
        nic.vring(TX).queue().poll(used);
        served++;
        sendWithoutKick(nic);
      }
      assertThat(isServedSoon(nic)).as("served without a kick").isFalse();
      assertThat(counters.get(RingCounter.LOST_KICKS))
          .as("counted once, however long it lasts")
          .isEqualTo(1);
      assertThat(counters.get(RingCounter.FRAMES)).isEqualTo(served);
    }
  }

  /** Within three looks of the watchdog and a margin. */
  private static boolean isServedSoon(GuestNic nic) {
    try {
      Await.until("a frame", 450, nic.vring(TX).queue()::hasUsed, () -> "");
      return true;
    } catch (TimedOut e) {
      return false;
    }
  }

  @Test
  void aDriverThatAsksOnlyAfterwardsIsOwedACallAndGetsIt() {
    try (var daemon = daemon(WatchdogMode.RESCUE);
        GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket())) {
      sendFirst(nic);
      VringCounters counters = daemon.vring(TX).counters();
      nic.vring(TX).queue().disableCalls();
      nic.send(new byte[64]);
      Await.until(
          "the device's decision not to call",
          PATIENCE_MILLIS,
          () -> counters.get(RingCounter.CALLS_SUPPRESSED) > 0,
          nic.vring(TX).queue()::state);
      nic.vring(TX).call().drain();
      nic.vring(TX).queue().enableCalls(); // and goes to sleep, although there is a used buffer
      Await.until(
          "the call",
          PATIENCE_MILLIS,
          () -> nic.vring(TX).call().drain() > 0,
          nic.vring(TX).queue()::state);
      assertThat(counters.get(RingCounter.LOST_CALLS)).isEqualTo(1);
    }
  }

  /** It looks less often then, until it sees something. */
  @Test
  void aKickLostAfterALongSilenceIsMadeGoodToo() throws InterruptedException {
    try (var daemon = daemon(WatchdogMode.RESCUE);
        GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket())) {
      sendFirst(nic);
      Thread.sleep(SILENCE_MILLIS);
      sendWithoutKick(nic);
      long start = System.nanoTime();
      awaitServed(nic);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLOWEST_RESCUE);
      assertThat(daemon.vring(TX).counters().get(RingCounter.LOST_KICKS)).isEqualTo(1);
    }
  }

  @Test
  void nothingIsCountedWhereNothingIsLost() {
    try (var daemon =
            RunningDaemon.with(
                "loopback",
                "auto",
                new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.RESCUE),
                1);
        GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket())) {
      long end = System.nanoTime() + 1_000_000_000L;
      int frames = 0;
      while (System.nanoTime() < end) {
        nic.send(new byte[100]);
        assertThat(nic.receive(PATIENCE_MILLIS)).hasSize(100);
        frames++;
      }
      assertThat(frames).isGreaterThan(10);
      for (int ring = 0; ring < 2; ring++) {
        assertThat(daemon.vring(ring).counters().get(RingCounter.LOST_KICKS)).isZero();
        assertThat(daemon.vring(ring).counters().get(RingCounter.LOST_CALLS)).isZero();
      }
    }
  }
}
