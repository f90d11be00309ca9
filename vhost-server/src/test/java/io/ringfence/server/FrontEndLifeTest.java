package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetReceiver;
import io.ringfence.testkit.net.NetTransmitter;
import io.ringfence.testkit.wire.FrontEndListener;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Front-ends come and go, politely or not; and what their rings are before they say. */
class FrontEndLifeTest {
  private static final byte[] FRAME = new byte[60];

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("front-end"))
        .count();
  }

  @ParameterizedTest
  @EnumSource(WorkerMode.class)
  void fiftyFrontEndsOneAfterAnotherLeaveNothingBehind(WorkerMode mode) {
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.with("loopback", "auto", mode, 1)) {
      visit(daemon, true); // what the first one loads stays
      var fds = new OpenFds();
      long sockets = OpenFds.sockets();
      for (int i = 0; i < 50; i++) {
        visit(daemon, i % 2 == 0);
      }
      fds.assertLevel();
      Await.until(
          sockets + " sockets, or one more that the listener has in hand",
          10_000,
          () -> OpenFds.sockets() <= sockets + 1,
          () -> OpenFds.sockets() + " open");
      Await.until("threads to end", 10_000, () -> threads() == 0, () -> threads() + " threads");
      assertThat(daemon.daemon().frontEnds().all()).isEmpty();
      assertThat(daemon.daemon().workers().all().getFirst().load()).isZero();
      assertThat(log.warnings()).isEmpty();
    }
  }

  private static void visit(RunningDaemon daemon, boolean polite) {
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      new LoopbackTraffic(nic, 1).run(20);
      if (polite) {
        nic.guest().stop();
      }
    }
  }

  @Test
  void severalAtOnceAreServedApart() {
    try (var daemon = RunningDaemon.with("loopback")) {
      var guests = new ArrayList<GuestNic>();
      var runs = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 4; i++) {
        int seed = i;
        GuestNic nic =
            GuestNic.options().with(i % 2 == 0 ? 0 : Features.RING_PACKED).connect(daemon.socket());
        guests.add(nic);
        runs.add(CompletableFuture.runAsync(() -> new LoopbackTraffic(nic, seed).run(3_000)));
      }
      assertThat(daemon.daemon().frontEnds().all()).hasSize(4);
      runs.forEach(CompletableFuture::join);
      guests.forEach(GuestNic::close);
    }
  }

  @Test
  void aKickStormOfOneDoesNotStarveAnother() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic noisy = GuestNic.options().connect(daemon.socket());
        GuestNic quiet = GuestNic.options().connect(daemon.socket())) {
      var done = new java.util.concurrent.atomic.AtomicBoolean();
      var storm =
          CompletableFuture.runAsync(() -> {
            while (!done.get()) {
              noisy.vring(0).kick().signal();
              noisy.vring(1).kick().signal();
            }
          });
      new LoopbackTraffic(quiet, 2).run(2_000);
      done.set(true);
      storm.join();
    }
  }

  @Test
  void aDaemonThatConnectsComesBackToItsFrontEnd() throws Exception {
    Path directory = Files.createTempDirectory("rf");
    String path = directory.resolve("s").toString();
    var config = RunningDaemon.connecting(Path.of(path), directory);
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = new Daemon(config)) {
      log.assertSaid("nobody listens path=" + path + " retry=1s");
      try (FrontEndListener listener = new FrontEndListener(path)) {
        for (int round = 0; round < 2; round++) {
          try (GuestNic nic = GuestNic.options().start(listener.accept(10_000))) {
            new LoopbackTraffic(nic, round).run(100);
          }
        }
      }
      assertThat(daemon.config().client()).isTrue();
      assertThat(log.warnings()).isEmpty();
    }
    Files.delete(directory);
  }

  @Test
  void aDaemonThatEndsDismissesItsFrontEnds() {
    var daemon = RunningDaemon.with("loopback");
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      new LoopbackTraffic(nic, 1).run(100);
      daemon.close();
      nic.frontEnd().socket().awaitEnd(5_000);
    }
  }

  // ---- the state of rings ---------------------------------------------------------------------

  @Test
  void withoutProtocolFeaturesRingsAreEnabledFromTheStart() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic =
            GuestNic.options().without(Features.PROTOCOL_FEATURES).connect(daemon.socket())) {
      assertThat(nic.frontEnd().features() & Features.PROTOCOL_FEATURES).isZero();
      new LoopbackTraffic(nic, 1).run(500);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withThemAPairThatWasNotEnabledConsumesFramesAndReceivesNone(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback", "auto", WorkerMode.EVENTFD, 2);
        GuestNic nic =
            GuestNic.options()
                .pairs(2)
                .with(packed ? Features.RING_PACKED : 0)
                .connect(daemon.socket())) {
      NetTransmitter tx = nic.transmitter(1);
      NetReceiver rx = nic.receiver(1);
      for (int i = 0; i < 500; i++) {
        sendAndReap(tx);
      }
      assertThat(rx.queue().hasUsed()).isFalse();
      nic.guest().enablePair(1, true);
      assertThat(nic.frontEnd().getQueueNum()).isEqualTo(2);
      sendAndReap(tx);
      assertThat(rx.await(5_000)).hasSize(60);
      nic.guest().enablePair(1, false);
      assertThat(nic.frontEnd().getQueueNum()).isEqualTo(2);
      sendAndReap(tx);
      assertThat(rx.queue().hasUsed()).isFalse();
      new LoopbackTraffic(nic, 1).run(500); // the first pair goes on
    }
  }

  private static void sendAndReap(NetTransmitter tx) {
    assertThat(tx.send(MemorySegment.ofArray(FRAME), 0, FRAME.length)).isTrue();
    tx.flush();
    Await.until("the frame to be taken", 5_000, () -> tx.reap() == 1, tx.queue()::state);
  }

  @Test
  void discardTakesEverythingAndReturnsNothing() {
    try (var daemon = RunningDaemon.with("discard");
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      for (int i = 0; i < 1_000; i++) {
        sendAndReap(nic.transmitter(0));
      }
      assertThat(daemon.vring(1).counters().get(RingCounter.FRAMES)).isGreaterThanOrEqualTo(999);
      assertThat(nic.receiver(0).queue().hasUsed()).isFalse();
    }
  }

  @Test
  void rulesForTwoOfTheSameSocketAreTold() {
    try (var daemon = RunningDaemon.with("discard")) {
      var second =
          new DaemonConfig(
              Path.of(daemon.socket()),
              false,
              1,
              "discard",
              BarrierPolicy.DEFAULT,
              false,
              new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF),
              AdminAddress.parse("unix:" + daemon.socket() + "b"),
              OfferExtras.NONE);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Daemon(second))
          .hasMessage(
              daemon.socket()
                  + " is in use: another process listens there; end it or choose another path");
      try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
        assertThat(List.of(nic.vring(0), nic.vring(1))).hasSize(2);
        sendAndReap(nic.transmitter(0));
      }
    }
  }
}
