package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.LoopbackTraffic;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A front-end cuts the files of its guest's memory while the device is at work in it. Rings and
 * buffers lie in files of their own: what is cut is what the device reads, what it writes, or the
 * rings themselves.
 */
@ExtendWith(Victim.class)
class TruncationTest {
  private static final int ROUNDS = Count.of(10, 500);
  private static final int RINGS = 0;
  private static final int SENT = 1;
  private static final int RECEIVED = 2;
  private static final long MIB = 1 << 20;
  private static final int FRAMES = 200;
  private static final int MORE = 10;

  @ParameterizedTest
  @CsvSource({"0, false", "0, true", "1, false", "1, true", "2, false", "2, true"})
  void underTraffic(int cut, boolean packed, ChildDaemon daemon) {
    for (int round = 0; round < ROUNDS; round++) {
      GuestRam ram =
          GuestRam.builder()
              .region(0, 2 * MIB)
              .region(1L << 30, 2 * MIB)
              .region(2L << 30, 2 * MIB)
              .build();
      try (GuestNic nic = connect(daemon, ram, packed);
          GuestNic other = GuestNic.options().connect(daemon.socket())) {
        assertThat(nic.frontEnd().getFeatures()).as("the rings run by now").isNotZero();
        fill(nic, ram, FRAMES);
        nic.vring(1).kick().signal();
        awaitSome(nic, round);
        ram.truncate(cut, 0);
        if (cut != RINGS) {
          fill(nic, ram, MORE); // where the cut came after the last frame
        }
        nic.vring(0).kick().signal();
        nic.vring(1).kick().signal();
        awaitBroken(nic, daemon);
        assertThat(nic.frontEnd().getFeatures()).as("the session stays").isNotZero();
        new LoopbackTraffic(other, 1).run(50);
        nic.frontEnd().getVringBase(0);
        nic.frontEnd().getVringBase(1);
      }
    }
  }

  /** A copy from one ring's buffer to the other's tells not which was gone: either breaks. */
  private static void awaitBroken(GuestNic nic, ChildDaemon daemon) {
    Await.until(
        "a ring to break",
        10_000,
        () -> nic.vring(0).err().signalled(0) || nic.vring(1).err().signalled(0),
        daemon::log);
  }

  private static GuestNic connect(ChildDaemon daemon, GuestRam ram, boolean packed) {
    return GuestNic.options()
        .ram(ram)
        .ringSize(256)
        .with(packed ? Features.RING_PACKED : 0)
        .net(f -> NetConfig.negotiated(f, 64).withSlots(0, 0)) // this test posts what there is
        .connect(daemon.socket());
  }

  /** Frames that wait for the device, and as many buffers for them. */
  private static void fill(GuestNic nic, GuestRam ram, int frames) {
    for (int i = 0; i < frames; i++) {
      add(nic.vring(0).queue(), new DriverChain().in(ram.allocateIn(RECEIVED, 2048, 64), 2048), i);
      add(nic.vring(1).queue(), new DriverChain().out(ram.allocateIn(SENT, 2048, 64), 1500), i);
    }
    nic.vring(0).queue().publish();
    nic.vring(1).queue().publish();
  }

  private static void add(DriverQueue queue, DriverChain chain, int token) {
    assertThat(queue.add(chain, token)).isNotNegative();
  }

  /** In some rounds before the first frame, in others in the middle of the burst or after it. */
  private static void awaitSome(GuestNic nic, int round) {
    for (int spin = 0; spin < round * 300; spin++) {
      if (nic.vring(0).queue().hasUsed()) {
        return;
      }
      Thread.onSpinWait();
    }
  }
}
