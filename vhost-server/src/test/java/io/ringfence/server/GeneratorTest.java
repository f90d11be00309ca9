package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.net.NetReceiver;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The uplink that sends as fast as a driver posts buffers. */
class GeneratorTest {
  private static final int FRAMES = 70_000; // past the wrap of a 16-bit index
  private static final int ADDRESSES_AND_TYPE = 14;

  /** A driver that sleeps on calls whenever it has nothing left: a lost one is found out. */
  @ParameterizedTest
  @CsvSource({
    "false, EVENTFD, 64",
    "true, EVENTFD, 64",
    "false, POLL, 1518",
    "true, POLL, 1518",
    "false, EVENTFD, 9000",
    "true, EVENTFD, 60"
  })
  void framesComeInOrderAsLongAsBuffersArePosted(boolean packed, WorkerMode mode, int bytes) {
    try (var daemon = RunningDaemon.with("generator:" + bytes, "auto", mode, 1);
        GuestNic nic =
            GuestNic.options()
                .with(packed ? Features.RING_PACKED : 0)
                .net(features -> NetConfig.mergeable(9_000, 1_536))
                .connect(daemon.socket())) {
      NetReceiver rx = nic.receiver(0);
      byte[] got = new byte[rx.capacityOfAll()];
      for (int expected = 0; expected < FRAMES; ) {
        int length = rx.receive(MemorySegment.ofArray(got), 0);
        if (length < 0) {
          rx.flush();
          nic.vring(0).awaitUsed(5_000);
          continue;
        }
        assertThat(length).isEqualTo(bytes);
        assertThat(numberOf(got)).isEqualTo(expected++);
      }
      assertThat(got).startsWith(-1, -1, -1, -1, -1, -1, 2, 0, 0, 0, 0, 0, 0x88, 0xb5);
      assertThat(daemon.counters(0).get(RingCounter.DROPPED)).isZero();
    }
  }

  private static long numberOf(byte[] frame) {
    return ByteBuffer.wrap(frame).getLong(ADDRESSES_AND_TYPE);
  }

  @Test
  void aDriverWithoutBuffersKicksWhenItPostsOneMore() {
    try (var daemon = RunningDaemon.with("generator");
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      int posted = 64; // the slots of a guest that says nothing else
      VringCounters rx = daemon.counters(0);
      awaitCount(rx, RingCounter.FRAMES, posted);
      // The worker may still be looking when the first buffers come; then it needs no kick.
      Await.until("a kick", 5_000, () -> receiveOne(nic), nic.vring(0).queue()::state);
      awaitCount(rx, RingCounter.FRAMES, posted + nic.receiver(0).received());
    }
  }

  /** Takes a frame and posts its buffer again; whether the device was kicked. */
  private static boolean receiveOne(GuestNic nic) {
    nic.receiver(0).receive(MemorySegment.ofArray(new byte[9_000]), 0);
    return nic.receiver(0).flush();
  }

  private static void awaitCount(VringCounters ring, RingCounter counter, long count) {
    Await.until(
        count + " " + counter.jsonName(),
        5_000,
        () -> ring.get(counter) == count,
        () -> ring.get(counter) + " " + counter.jsonName());
  }

  @ParameterizedTest
  @EnumSource(WorkerMode.class)
  void theCountGoesOnWhenThePolicyIsSwapped(WorkerMode mode) {
    try (var daemon = RunningDaemon.with("generator", "auto", mode, 1);
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      for (int expected = 0; expected < 1_000; expected++) {
        if (expected % 100 == 99) {
          daemon.daemon().swap(BarrierPolicy.parse(expected % 200 == 99 ? "seqcst" : "auto"));
        }
        assertThat(numberOf(nic.receive(5_000))).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatADriverSendsGoesNowhere() {
    try (var daemon = RunningDaemon.with("generator");
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      nic.send(new byte[100]);
      VringCounters tx = daemon.counters(1);
      awaitCount(tx, RingCounter.FRAMES, 1);
      assertThat(tx.get(RingCounter.BYTES)).isEqualTo(100);
    }
  }

  /** Buffers that are too small come back empty, one for each frame lost, and the ring lives. */
  @Test
  void aFrameThatDoesNotFitIsLost() {
    try (var daemon = RunningDaemon.with("generator:9000");
        GuestNic nic =
            GuestNic.options()
                .without(Features.MRG_RXBUF)
                .net(features -> NetConfig.negotiated(features, 1_514).withSlots(8, 8))
                .connect(daemon.socket())) {
      VringCounters rx = daemon.counters(0);
      awaitCount(rx, RingCounter.DROPPED, 8);
      nic.vring(0).awaitUsed(5_000);
      assertThat(rx.get(RingCounter.FRAMES)).isZero();
      Await.until( // the worker may have served it before the session notes that it runs
          "the ring to run",
          5_000,
          () -> daemon.vring(0).condition().equals("running"),
          () -> daemon.vring(0).condition());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"generator:59", "generator:65550"})
  void aLengthThatNoFrameHas(String spec) {
    String bytes = spec.substring(spec.indexOf(':') + 1);
    assertThatThrownBy(() -> StandardUplinks.ALL.open(spec, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("generator of frames of " + bytes + " bytes; allowed are 60 to 65549");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generator:", "generator:x", "generator:-60"})
  void aLengthThatIsNoNumber(String spec) {
    assertThatThrownBy(() -> StandardUplinks.ALL.open(spec, 1))
        .hasMessage("uplink " + spec + ": allowed is generator[:BYTES]");
  }

  @Test
  void theBoundsThemselves() {
    for (String spec : new String[] {"generator", "generator:60", "generator:65549"}) {
      try (var uplink = StandardUplinks.ALL.open(spec, 1)) {
        assertThat(uplink.spec()).isEqualTo(spec);
      }
    }
  }
}
