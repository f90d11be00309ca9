package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.guest.GuestVring;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.RequestCode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A driver that breaks a ring's rules loses that ring alone: the err descriptor is signalled, the
 * log says what was seen and what is allowed, the session and the other ring go on.
 */
class BrokenRingTest {
  private static final int INDIRECT = 4;

  private final LogLines log = LogLines.of("io.ringfence.server");
  private RunningDaemon daemon;
  private GuestNic nic;

  private void open(boolean packed, WorkerMode mode) {
    daemon = RunningDaemon.with("loopback", "auto", mode, 1);
    nic =
        GuestNic.options()
            .with(packed ? Features.RING_PACKED : 0)
            .ringSize(64)
            .connect(daemon.socket());
    new LoopbackTraffic(nic, 1).run(100);
  }

  @AfterEach
  void close() {
    nic.close();
    daemon.close();
    log.close();
  }

  /** What a driver does to a split ring, and what is said of it. */
  private static Stream<Arguments> splitFaults() {
    return Stream.of(
        fault("avail.idx is 365, ", ring -> ring.ring().availIdx(365)),
        fault(" names descriptor 64; allowed are 0 to 63", ring -> offer(ring, 64)),
        fault(
            "a descriptor's next is 99; allowed are 0 to 63",
            ring -> {
              ring.ring().desc(0, 0x1000, 16, 1, 99);
              offer(ring, 0);
            }),
        fault(
            "descriptor chain does not end; allowed are 64 descriptors, the queue size",
            ring -> {
              ring.ring().desc(0, 0x1000, 0, 1, 0);
              offer(ring, 0);
            }),
        fault(
            "guest address 0xfffffffff000, 60 bytes: not in one region of the memory table",
            ring -> {
              ring.ring().desc(0, 0xffff_ffff_f000L, 60, 0, 0);
              offer(ring, 0);
            }),
        fault(
            "indirect table of 17 bytes; allowed are multiples of 16 up to 1024, the queue size",
            ring -> {
              ring.ring().desc(0, 0x1000, 17, INDIRECT, 0);
              offer(ring, 0);
            }));
  }

  private static void offer(SplitDriver ring, int head) {
    ring.offer(head);
    ring.publish();
  }

  private static Arguments fault(String message, Consumer<SplitDriver> deed) {
    return Arguments.of(message, deed);
  }

  @ParameterizedTest
  @MethodSource("splitFaults")
  void aBrokenTransmitRing(String message, Consumer<SplitDriver> deed) {
    open(false, WorkerMode.EVENTFD);
    deed.accept((SplitDriver) nic.vring(1).queue());
    assertBroken(1, message);
    restart(1);
    new LoopbackTraffic(nic, 2).run(100);
  }

  @ParameterizedTest
  @MethodSource("splitFaults")
  void aBrokenTransmitRingThatIsPolled(String message, Consumer<SplitDriver> deed) {
    open(false, WorkerMode.POLL);
    deed.accept((SplitDriver) nic.vring(1).queue());
    assertBroken(1, message);
    restart(1);
    new LoopbackTraffic(nic, 2).run(100);
  }

  /** They are taken together with it. */
  @Test
  void framesInFrontOfABrokenChainComeBack() {
    open(false, WorkerMode.EVENTFD);
    var ring = (SplitDriver) nic.vring(1).queue();
    for (int i = 0; i < 3; i++) {
      assertThat(ring.add(new DriverChain().out(nic.ram().allocate(80, 8), 80), i)).isNotNegative();
    }
    offer(ring, 64);
    assertBroken(1, " names descriptor 64; allowed are 0 to 63");
    for (int i = 0; i < 3; i++) {
      assertThat(nic.receive(5_000)).hasSize(80 - 12);
    }
  }

  private void assertBroken(int index, String message) {
    GuestVring ring = nic.vring(index);
    ring.kick().signal();
    assertThat(ring.err().await(5_000)).isEqualTo(1);
    log.assertSaid("WARN ring broken pair=s1/0 ring=" + (index == 0 ? "rx" : "tx") + ": ");
    log.assertSaid(message);
    assertThat(nic.frontEnd().getFeatures()).as("the session stays").isNotZero();
    assertThat(daemon.vring(index).condition()).isEqualTo("broken");
    assertThat(daemon.vring(1 - index).condition()).isEqualTo("running");
    ring.kick().signal(); // and does no harm
  }

  /** As a guest's driver does after a reset: a new queue, started from its beginning. */
  private void restart(int index) {
    GuestVring ring = nic.vring(index);
    nic.frontEnd().getVringBase(index);
    reset(ring, nic.transmitter(0).queue());
    nic.close();
    nic = GuestNic.options().ringSize(64).connect(daemon.socket());
  }

  private void reset(GuestVring ring, DriverQueue used) {
    QueueConfig config = used.config();
    ring.queue(DriverQueue.of(nic.ram(), used instanceof PackedDriver, config));
    nic.guest().startRing(ring);
    var chain = new DriverChain().out(nic.ram().allocate(80, 8), 80);
    assertThat(ring.queue().add(chain, 0)).isNotNegative();
    ring.flush();
    Await.until("a frame to be taken", 5_000, ring.queue()::hasUsed, ring.queue()::state);
  }

  @Test
  void aBrokenReceiveRingLeavesTransmissionRunning() {
    open(false, WorkerMode.EVENTFD);
    var ring = (SplitDriver) nic.vring(0).queue();
    ring.ring().availIdx(ring.ring().availIdx() + 65);
    for (int i = 0; i < 70; i++) { // until those are used up that the device has seen before
      nic.send(new byte[60]);
    }
    assertBroken(0, "past the last one taken; allowed are at most 64, the queue size");
    for (int i = 0; i < 300; i++) { // more than the ring holds: they are taken, and go nowhere
      nic.send(new byte[60]);
    }
  }

  @Test
  void aBrokenPackedRing() {
    open(true, WorkerMode.EVENTFD);
    var ring = ((PackedDriver) nic.vring(1).queue()).ring();
    nic.vring(1).base(nic.frontEnd().getVringBase(1));
    int next = nic.vring(1).base() & 0x7fff;
    boolean wrap = (nic.vring(1).base() & 0x8000) != 0;
    ring.descBody(next, 0x1000, 24, 0);
    ring.descFlags(next, (wrap ? 1 << 7 : 1 << 15) | INDIRECT);
    nic.guest().startRing(nic.vring(1));
    assertBroken(
        1, "indirect table of 24 bytes; allowed are multiples of 16 up to 1024, the queue size");
  }

  @Test
  void aRingThatIsEnabledAfterItsMemoryIsGoneBreaksThen() {
    open(false, WorkerMode.EVENTFD);
    nic.frontEnd().setVringEnable(0, false);
    nic.frontEnd().getVringBase(0);
    var queue = nic.vring(0).queue();
    long base = nic.ram().userAddress(0);
    nic.frontEnd()
        .send(
            RequestCode.SET_VRING_ADDR,
            Payload.vringAddress(
                0,
                0,
                base + queue.descAddress() + 8,
                base + queue.usedAddress(),
                base + queue.availAddress(),
                0));
    nic.frontEnd().setVringKick(0, nic.vring(0).kick());
    nic.frontEnd().setVringEnable(0, true);
    assertBroken(0, "; it must be a multiple of 16");
  }
}
