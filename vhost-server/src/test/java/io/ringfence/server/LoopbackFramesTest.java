package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.ring.IdOrder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames of 14 to 9,000 bytes, of random size and random shape, through the whole daemon and back.
 *
 * <p>Each run crosses both index wraps: a transmit ring takes a head a frame, and there are more
 * frames than a 16-bit index has values. {@code -Dringfence.frames=1000000} makes it a million
 * frames for each policy and ring format.
 */
class LoopbackFramesTest {
  private static final int FRAMES = Integer.getInteger("ringfence.frames", 70_000);

  static Stream<Arguments> safePolicies() {
    return Stream.of("auto", "smp", "smp-rel", "dma", "mandatory", "seqcst", "stub-nop", "dose:2")
        .flatMap(policy -> Stream.of(Arguments.of(policy, false), Arguments.of(policy, true)));
  }

  @ParameterizedTest
  @MethodSource("safePolicies")
  void everyByteOfEveryFrameComesBackInOrder(String policy, boolean packed) {
    try (var daemon = RunningDaemon.with("loopback", policy, WorkerMode.EVENTFD, 1);
        GuestNic nic = guest(daemon, packed, Features.RING_PACKED, 0)) {
      timed(policy, packed, () -> new LoopbackTraffic(nic, 3).run(FRAMES));
      assertCounted(daemon, FRAMES);
    }
  }

  /** The worker counts a burst just after it has shown it to the driver. */
  private static void assertCounted(RunningDaemon daemon, int frames) {
    VringCounters rx = daemon.counters(0);
    VringCounters tx = daemon.counters(1);
    Await.until(
        frames + " frames counted",
        5_000,
        () -> tx.get(RingCounter.FRAMES) == frames,
        () -> "" + tx.get(RingCounter.FRAMES));
    assertThat(rx.get(RingCounter.FRAMES)).isEqualTo(frames);
    assertThat(rx.get(RingCounter.BYTES)).isEqualTo(tx.get(RingCounter.BYTES));
    assertThat(rx.get(RingCounter.DROPPED) + tx.get(RingCounter.DROPPED)).isZero();
  }

  private static GuestNic guest(RunningDaemon daemon, boolean packed, long with, long without) {
    return GuestNic.options()
        .with(packed ? with : with & ~Features.RING_PACKED)
        .without(without)
        .order(IdOrder.SCATTERED)
        .net(features -> Shapes.random(features, LoopbackTraffic.LARGEST, packed, 5))
        .connect(daemon.socket());
  }

  private static void timed(String policy, boolean packed, Runnable run) {
    long start = System.nanoTime();
    run.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "loopback policy=%s format=%s frames=%d seconds=%.1f frames/s=%.0f%n",
        policy, packed ? "packed" : "split", FRAMES, seconds, FRAMES / seconds);
  }

  /** Header of 12 and of 10 bytes, whole and mergeable buffers, with and without event indices. */
  @ParameterizedTest
  @CsvSource({
    "false, 0x8000",
    "false, 0x20000000",
    "false, 0x100008000",
    "false, 0x120008000",
    "true, 0x8000",
    "true, 0x20000000",
    "true, 0x30008000"
  })
  void aDriverThatTakesFewerFeatures(boolean packed, String without) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = guest(daemon, packed, Features.RING_PACKED, Long.decode(without))) {
      new LoopbackTraffic(nic, 4).run(5_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aDriverThatReliesOnTheOrderOfBuffers(boolean packed) {
    long with = Features.IN_ORDER | Features.RING_PACKED;
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = guest(daemon, packed, with, 0)) {
      assertThat(nic.frontEnd().features() & Features.IN_ORDER).isNotZero();
      new LoopbackTraffic(nic, 7).run(20_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aDaemonThatPolls(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback", "auto", WorkerMode.POLL, 1);
        GuestNic nic = guest(daemon, packed, Features.RING_PACKED, 0)) {
      new LoopbackTraffic(nic, 5).run(70_000);
      assertCounted(daemon, 70_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 8", "false, 32768", "true, 5", "true, 32768"})
  void aRingOfAnySize(boolean packed, int size) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic =
            GuestNic.options()
                .with(packed ? Features.RING_PACKED : 0)
                .without(Features.MRG_RXBUF)
                .ringSize(size)
                .connect(daemon.socket())) {
      new LoopbackTraffic(nic, 6).run(3_000);
    }
  }
}
