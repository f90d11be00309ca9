package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.guest.GuestNicOptions;
import io.ringfence.testkit.guest.GuestVring;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.wire.Acks;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ring is started by its first kick (vhost-user, "Ring states"). Each guest runs first, so that
 * kicks that came before a stop would be noticed, and then starts its rings without one.
 */
class FirstKickTest {
  private static final int RX = 0;
  private static final int TX = 1;
  private static final byte[] FRAME = new byte[60];
  private static final String WAITS = "waiting for a kick";

  private static GuestNicOptions options(boolean packed) {
    return GuestNic.options().with(packed ? Features.RING_PACKED : 0).acks(Acks.ALWAYS);
  }

  /** A guest whose rings ran, are stopped, and were kicked before that. */
  private static GuestNic stopped(RunningDaemon daemon, boolean packed) {
    GuestNic nic = options(packed).connect(daemon.socket());
    new LoopbackTraffic(nic, 1).run(50);
    nic.guest().stop();
    nic.transmitter(0).reap();
    return nic;
  }

  /** A frame in the ring of which the device is not told. */
  private static void publish(GuestNic nic) {
    assertThat(nic.transmitter(0).send(MemorySegment.ofArray(FRAME), 0, FRAME.length)).isTrue();
    nic.vring(TX).queue().publish();
  }

  /** Has the only worker take turns, also with this guest's pair. */
  private static void turnsPass(RunningDaemon daemon, GuestNic nic) {
    try (GuestNic other = options(false).connect(daemon.socket())) {
      for (int i = 0; i < 5; i++) {
        nic.frontEnd().setVringEnable(RX, true);
        nic.frontEnd().setVringEnable(TX, true);
        new LoopbackTraffic(other, i).run(50);
      }
      other.guest().stop();
    }
  }

  private static void assertLeftAlone(RunningDaemon daemon, GuestNic nic, int ring) {
    turnsPass(daemon, nic);
    assertThat(nic.vring(ring).queue().hasUsed()).as("served without a kick").isFalse();
    assertThat(condition(daemon, ring)).isEqualTo(WAITS);
  }

  /** Of the front-end that came first: another may be on its way out. */
  private static String condition(RunningDaemon daemon, int ring) {
    return daemon.daemon().frontEnds().all().getFirst().vrings().get(ring).condition();
  }

  private static void awaitSent(GuestNic nic) {
    Await.until(
        "the frame to be sent",
        5_000,
        () -> nic.transmitter(0).reap() > 0,
        nic.vring(TX).queue()::state);
  }

  private static void assertEchoes(GuestNic nic) {
    nic.send(FRAME);
    assertThat(nic.receive(5_000)).hasSize(FRAME.length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransmitRingIsLeftAloneUntilItsKick(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = stopped(daemon, packed)) {
      nic.guest().startRing(nic.vring(RX));
      nic.guest().prepareRing(nic.vring(TX));
      publish(nic);
      assertLeftAlone(daemon, nic, TX);
      nic.vring(TX).kick().signal();
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
      assertThat(condition(daemon, TX)).isEqualTo("running");
      assertEchoes(nic);
    }
  }

  /** Its frames are lost, as those of a receive ring that is disabled. */
  @ParameterizedTest
  @CsvSource({"loopback, false", "loopback, true", "generator, false", "generator, true"})
  void aReceiveRingGetsNothingBeforeItsKick(String uplink, boolean packed) {
    try (var daemon = RunningDaemon.with(uplink);
        GuestNic nic = options(packed).connect(daemon.socket())) {
      nic.guest().stop();
      while (nic.receiver(0).queue().hasUsed()) {
        nic.receiver(0).await(5_000);
      }
      nic.receiver(0).flush();
      nic.vring(RX).kick().drain();
      nic.guest().prepareRing(nic.vring(RX));
      nic.guest().startRing(nic.vring(TX));
      nic.send(FRAME);
      awaitSent(nic);
      for (int i = 0; i < 5; i++) { // each has the worker look at both rings
        nic.frontEnd().setVringEnable(RX, true);
        nic.send(FRAME);
        awaitSent(nic);
      }
      assertThat(nic.receiver(0).queue().hasUsed()).as("received without a kick").isFalse();
      assertThat(condition(daemon, RX)).isEqualTo(WAITS);
      nic.vring(RX).kick().signal();
      nic.send(FRAME);
      assertThat(nic.receiver(0).await(5_000)).isNotEmpty();
    }
  }

  /** As in every start of QEMU. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKickThatCameBeforeItsDescriptorCounts(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = stopped(daemon, packed)) {
      publish(nic);
      nic.vring(RX).kick().signal();
      nic.vring(TX).kick().signal();
      nic.guest().prepareRing(nic.vring(RX));
      nic.guest().prepareRing(nic.vring(TX));
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
    }
  }

  @Test
  void aStopForgetsKicksAndAStartNeedsItsOwn() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = stopped(daemon, false)) {
      for (int round = 0; round < 3; round++) {
        nic.guest().startRing(nic.vring(RX));
        nic.vring(TX).kick().signal(); // for the start that is stopped next
        nic.guest().prepareRing(nic.vring(TX));
        nic.guest().stop();
        nic.guest().startRing(nic.vring(RX));
        nic.guest().prepareRing(nic.vring(TX));
        publish(nic);
        assertLeftAlone(daemon, nic, TX);
        nic.vring(TX).kick().signal();
        assertThat(nic.receive(5_000)).hasSize(FRAME.length);
        nic.guest().stop();
        nic.transmitter(0).reap();
      }
    }
  }

  /** Enabling is a look at the ring, as long as it has been kicked. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRingThatWasKickedWhileDisabledIsServedWhenItIsEnabled(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = stopped(daemon, packed)) {
      nic.guest().enablePair(0, false);
      nic.guest().startRing(nic.vring(RX));
      nic.guest().startRing(nic.vring(TX));
      nic.send(FRAME);
      awaitSent(nic); // and discarded
      nic.guest().enablePair(0, true);
      publish(nic);
      nic.guest().enablePair(0, true);
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
    }
  }

  @Test
  void aRingWithoutAKickDescriptorWaitsForNone() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = stopped(daemon, false)) {
      nic.guest().startRing(nic.vring(RX));
      nic.guest().prepareRing(nic.vring(TX));
      publish(nic);
      assertLeftAlone(daemon, nic, TX);
      nic.frontEnd().setVringKick(TX);
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
      nic.guest().stop();
      nic.transmitter(0).reap();
      nic.guest().startRing(nic.vring(RX));
      publish(nic);
      nic.guest().startPolledRing(nic.vring(TX));
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
    }
  }

  @Test
  void aWorkerThatPollsWaitsForNoKick() {
    try (var daemon = RunningDaemon.with("loopback", "auto", WorkerMode.POLL, 1);
        GuestNic nic = stopped(daemon, false)) {
      nic.guest().prepareRing(nic.vring(RX));
      nic.guest().prepareRing(nic.vring(TX));
      publish(nic);
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
    }
  }

  /** The front-end has read its kicks, so that the next daemon finds none in the descriptor. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRingThatWasKickedStaysSoInTheNextDaemon(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = options(packed).connect(daemon.socket())) {
      new LoopbackTraffic(nic, 1).run(50);
      nic.vring(RX).kick().drain();
      nic.vring(TX).kick().drain();
      daemon.restart();
      publish(nic);
      nic.frontEnd().setVringEnable(TX, true); // has the worker look
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRingThatWasNotKickedWaitsInTheNextDaemonToo(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = stopped(daemon, packed)) {
      nic.guest().startRing(nic.vring(RX));
      nic.guest().prepareRing(nic.vring(TX));
      publish(nic);
      daemon.restart();
      assertLeftAlone(daemon, nic, TX);
      nic.vring(TX).kick().signal();
      assertThat(nic.receive(5_000)).hasSize(FRAME.length);
    }
  }

  /** What virtio_user relies on: it does not kick again for the next back-end. */
  @Test
  void aDaemonThatEndsLeavesKicksInTheirDescriptors() {
    var daemon = RunningDaemon.with("loopback");
    try (GuestNic nic = options(false).connect(daemon.socket())) {
      new LoopbackTraffic(nic, 1).run(50);
      daemon.close();
      assertThat(nic.vring(RX).kick().signalled(0)).isTrue();
      assertThat(nic.vring(TX).kick().signalled(0)).isTrue();
    }
  }

  /**
   * User Mode Linux says 0 for the position of a new packed ring, which means wrap counters of 1 as
   * long as the first descriptor is untouched. Its driver writes that before it kicks.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewPackedRingIsTakenForNewAlthoughItsDriverHasWrittenIt(boolean enabledFirst) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = stopped(daemon, true)) {
      GuestVring tx = nic.vring(TX);
      tx.queue(DriverQueue.of(nic.ram(), true, tx.queue().config()));
      tx.base(0);
      nic.guest().enablePair(0, enabledFirst);
      nic.guest().startRing(nic.vring(RX));
      nic.guest().prepareRing(tx);
      nic.guest().enablePair(0, true);
      var chain = new DriverChain().out(nic.ram().allocate(72, 8), 72);
      assertThat(tx.queue().add(chain, 0)).isNotNegative();
      tx.queue().publish();
      tx.kick().signal();
      assertThat(nic.receive(5_000)).hasSize(72 - 12);
    }
  }

  /** A ring that was never kicked has lost no kick, and nobody may serve it. */
  @Test
  void theWatchdogLeavesItAlone() {
    var workers = new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.RESCUE);
    try (var daemon = RunningDaemon.with("loopback", "auto", workers, 1);
        GuestNic nic = stopped(daemon, false);
        GuestNic other = options(false).connect(daemon.socket())) {
      nic.guest().startRing(nic.vring(RX));
      nic.guest().prepareRing(nic.vring(TX));
      publish(nic);
      new LoopbackTraffic(other, 1).run(50);
      var watched = daemon.daemon().frontEnds().all().get(1).vrings().get(TX).counters();
      for (int i = 0; i < 100 && watched.get(RingCounter.LOST_KICKS) == 0; i++) {
        publish(other); // some are found by the worker's second look, before it rests
        awaitSent(other);
        assertThat(other.receiver(0).await(5_000)).hasSize(FRAME.length);
      }
      assertThat(watched.get(RingCounter.LOST_KICKS)).as("it has looked twice").isEqualTo(1);
      var counters = daemon.daemon().frontEnds().all().getFirst().vrings().get(TX).counters();
      assertThat(counters.get(RingCounter.LOST_KICKS)).isZero();
      assertThat(nic.vring(TX).queue().hasUsed()).isFalse();
    }
  }
}
