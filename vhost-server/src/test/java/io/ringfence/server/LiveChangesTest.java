package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.os.NotificationFd;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may change while frames are on their way: none is lost, none comes twice. */
class LiveChangesTest {
  private static final int FRAMES = 20_000;
  private static final String[] POLICIES = {
    "smp", "dma", "mandatory", "seqcst", "smp-rel", "stub-nop", "auto"
  };

  @ParameterizedTest
  @CsvSource({"false, EVENTFD", "true, EVENTFD", "false, POLL", "true, POLL"})
  void policiesAreSwappedAllTheTime(boolean packed, WorkerMode mode) {
    try (var daemon = RunningDaemon.with("loopback", "auto", mode, 1);
        GuestNic nic = daemon.guest(packed)) {
      var swaps = new AtomicInteger();
      var traffic = CompletableFuture.runAsync(() -> new LoopbackTraffic(nic, 1).run(FRAMES));
      while (!traffic.isDone() || swaps.get() < 50) {
        String policy = POLICIES[swaps.getAndIncrement() % POLICIES.length];
        daemon.daemon().swap(BarrierPolicy.parse(policy));
        assertThat(daemon.daemon().workers().policy().spec()).isEqualTo(policy);
      }
      traffic.join();
    }
  }

  /** As DPDK's virtio_user does, which says where it stands in bits 0 to 15 alone. */
  @Test
  void aPackedRingIsStartedWithoutTheUsedHalfOfItsPosition() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = daemon.guest(true)) {
      new LoopbackTraffic(nic, 2)
          .every(
              100,
              () -> {
                stop(nic);
                for (int ring = 0; ring < 2; ring++) {
                  nic.vring(ring).base(nic.vring(ring).base() & 0xffff);
                }
                nic.guest().start();
              })
          .run(FRAMES);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, EVENTFD", "true, EVENTFD", "false, POLL", "true, POLL"})
  void ringsAreStoppedAndStartedInMidTraffic(boolean packed, WorkerMode mode) {
    try (var daemon = RunningDaemon.with("loopback", "auto", mode, 1);
        GuestNic nic = daemon.guest(packed)) {
      new LoopbackTraffic(nic, 2)
          .every(
              100,
              () -> {
                stop(nic);
                nic.guest().start();
              })
          .run(FRAMES);
    }
  }

  /** Transmission first: what is sent while nothing receives has nowhere to come back to. */
  private static void stop(GuestNic nic) {
    for (int ring = 1; ring >= 0; ring--) {
      nic.vring(ring).base(nic.frontEnd().getVringBase(ring));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theTransmitRingAloneIsStoppedAndStarted(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = daemon.guest(packed)) {
      new LoopbackTraffic(nic, 3)
          .every(
              100,
              () -> {
                nic.vring(1).base(nic.frontEnd().getVringBase(1));
                nic.guest().startRing(nic.vring(1));
              })
          .run(FRAMES);
    }
  }

  /** As QEMU stops a guest: receiving first. Frames of that moment are lost, as on a wire. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ringsGoOnWhereQemuStoppedThem(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = daemon.guest(packed)) {
      for (int round = 0; round < 50; round++) {
        new LoopbackTraffic(nic, round).run(200);
        nic.guest().stop();
        nic.guest().start();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void afterAStopNothingOfTheRingIsTouched(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = daemon.guest(packed)) {
      var traffic = new LoopbackTraffic(nic, 4);
      traffic.run(1_000);
      nic.guest().stop();
      nic.vring(0).call().drain();
      nic.vring(1).call().drain();
      byte[] before = nic.ram().read(0x1000, (8 << 20) - 0x1000);
      nic.vring(1).kick().signal();
      daemon.daemon().swap(BarrierPolicy.parse("smp")); // every worker has gone round since
      daemon.daemon().swap(BarrierPolicy.parse("auto"));
      assertThat(nic.ram().read(0x1000, (8 << 20) - 0x1000)).isEqualTo(before);
      assertThat(nic.vring(0).call().drain() + nic.vring(1).call().drain()).isZero();
      nic.guest().start();
      traffic.run(1_000);
    }
  }

  @Test
  void aBaseIsToldForARingThatNeverStartedAndTwice() {
    try (var daemon = RunningDaemon.with("loopback", "auto", WorkerMode.EVENTFD, 2);
        GuestNic nic = daemon.guest(false)) {
      assertThat(nic.frontEnd().getVringBase(3)).isZero();
      nic.frontEnd().setVringBase(3, 4711);
      assertThat(nic.frontEnd().getVringBase(3)).isEqualTo(4711);
      new LoopbackTraffic(nic, 5).run(300);
      int base = nic.frontEnd().getVringBase(1);
      assertThat(base).isEqualTo(300);
      assertThat(nic.frontEnd().getVringBase(1)).isEqualTo(300);
    }
  }

  @Test
  void aPackedBaseCarriesBothHalvesAndTheirWrapCounters() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic =
            GuestNic.options().with(Features.RING_PACKED).ringSize(100).connect(daemon.socket())) {
      new LoopbackTraffic(nic, 6).run(130); // one descriptor each: past the end of the ring once
      int base = nic.frontEnd().getVringBase(1);
      assertThat(Integer.toHexString(base)).isEqualTo("1e001e");
      assertThat(Integer.toHexString(nic.frontEnd().getVringBase(1))).isEqualTo("1e001e");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void kickAndCallDescriptorsAreReplacedInMidTraffic(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = daemon.guest(packed)) {
      new LoopbackTraffic(nic, 8)
          .every(
              50,
              () -> {
                for (int i = 0; i < 2; i++) {
                  nic.frontEnd().setVringKick(i, nic.vring(i).kick());
                  nic.frontEnd().setVringCall(i, nic.vring(i).call());
                  nic.frontEnd().setVringErr(i, nic.vring(i).err());
                }
              })
          .run(FRAMES);
    }
  }

  @Test
  void aKickDescriptorThatWasReplacedIsForgottenAndTheNewOneIsServed() {
    try (var daemon = RunningDaemon.with("discard");
        GuestNic nic = daemon.guest(false);
        NotificationFd next = new NotificationFd()) {
      nic.frontEnd().setVringKick(1, next);
      assertThat(nic.frontEnd().getFeatures()).as("the session has come this far").isNotZero();
      long before = daemon.counters(1).get(RingCounter.KICKS);
      nic.vring(1).kick().signal();
      daemon.daemon().swap(BarrierPolicy.parse("smp"));
      assertThat(daemon.counters(1).get(RingCounter.KICKS)).isEqualTo(before);
      assertThat(nic.vring(1).kick().drain()).as("nobody reads the old one").isPositive();
      next.signal();
      Await.until(
          "the new kick to be taken",
          5_000,
          () -> daemon.counters(1).get(RingCounter.KICKS) > before,
          () -> "counter of the eventfd " + next.signalled(0));
    }
  }

  @Test
  void aNewCallDescriptorIsSignalledOnce() {
    try (var daemon = RunningDaemon.with("discard");
        GuestNic nic = daemon.guest(false);
        NotificationFd next = new NotificationFd()) {
      nic.frontEnd().setVringCall(1, next);
      assertThat(next.await(5_000)).isEqualTo(1);
    }
  }

  @Test
  void anUnsafePolicyIsRefusedUnlessItWasAllowed() {
    try (var daemon = RunningDaemon.with("discard")) {
      daemon.daemon().swap(BarrierPolicy.parse("none")); // allowed here
      assertThat(daemon.daemon().workers().policy().spec()).isEqualTo("none");
    }
    assertThatThrownBy(() -> DaemonConfig.checkSafe(BarrierPolicy.parse("none"), false))
        .hasMessageStartingWith("barrier policy none is unsafe on ")
        .hasMessageEndingWith(" unordered; it needs --allow-unsafe");
  }
}
