package io.ringfence.server.hostile;

import io.ringfence.server.LoopbackTraffic;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.ring.SplitRing;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Drivers that keep the rules and make each step of the device as costly as they can. */
@ExtendWith(Victim.class)
class CostlyRingsTest {
  private static final int RAM_BYTES = 8 << 20;
  private static final int SIZE = 32_768;
  private static final int HEAD = 0;
  private static final int FRAME = 64; // a descriptor of the other ring

  /** A guest whose rings this test fills by hand. */
  private static GuestNic guest(ChildDaemon daemon, GuestRam ram) {
    return GuestNic.options()
        .ram(ram)
        .ringSize(SIZE)
        .net(f -> NetConfig.negotiated(f, 64).withSlots(0, 0))
        .connect(daemon.socket());
  }

  private static SplitRing ring(GuestNic nic, int index) {
    return ((SplitDriver) nic.vring(index).queue()).ring();
  }

  /** The longest chain there can be, of nothing but its last byte. */
  private static void longestChain(SplitRing ring, long address, int lastBytes, int flags) {
    for (int i = 0; i < SIZE - 1; i++) {
      ring.desc(i, address, 0, SplitRing.DESC_F_NEXT | flags, i + 1);
    }
    ring.desc(SIZE - 1, address, lastBytes, flags, 0);
  }

  /**
   * Offers one head over and over, as much of it as the queue may hold, while others are served.
   */
  private static void offerWhileOthersAreServed(
      ChildDaemon daemon, GuestNic nic, int index, int head) {
    SplitRing ring = ring(nic, index);
    for (int slot = 0; slot < SIZE; slot++) {
      ring.availEntry(slot, head);
    }
    var done = new AtomicBoolean();
    var driver =
        CompletableFuture.runAsync(() -> {
          while (!done.get()) {
            ring.availIdx(ring.usedIdx() + SIZE & 0xffff);
            nic.vring(index).kick().signal();
          }
        });
    try (GuestNic other = GuestNic.options().connect(daemon.socket())) {
      new LoopbackTraffic(other, 1).run(Count.of(1_000, 20_000));
    } finally {
      done.set(true);
      driver.join();
    }
  }

  @Test
  void chainsToSendThatAreAsLongAsTheQueue(ChildDaemon daemon) {
    try (GuestNic nic = guest(daemon, GuestRam.of(RAM_BYTES))) {
      longestChain(ring(nic, 1), 0x1000, FRAME, 0);
      offerWhileOthersAreServed(daemon, nic, 1, HEAD);
    }
  }

  /** One frame would need thousands of them. */
  @Test
  void buffersToReceiveThatAreAsLongAsTheQueueAndHoldAByte(ChildDaemon daemon) {
    receiveInto(daemon, 1);
  }

  @Test
  void buffersToReceiveThatAreAsLongAsTheQueueAndHoldAHeader(ChildDaemon daemon) {
    receiveInto(daemon, 12);
  }

  private static void receiveInto(ChildDaemon daemon, int lastBytes) {
    try (GuestNic nic = guest(daemon, GuestRam.of(RAM_BYTES))) {
      longestChain(ring(nic, 0), 0x1000, lastBytes, SplitRing.DESC_F_WRITE);
      SplitRing receive = ring(nic, 0);
      for (int slot = 0; slot < SIZE; slot++) {
        receive.availEntry(slot, HEAD);
      }
      receive.availIdx(SIZE);
      ring(nic, 1).desc(HEAD, RAM_BYTES - 0x4000, 9_000, 0, 0); // zeros: a header that asks nothing
      offerWhileOthersAreServed(daemon, nic, 1, HEAD);
      Await.until(
          "the receive ring to break",
          10_000,
          () -> nic.vring(0).err().signalled(0),
          nic.vring(0).queue()::state);
    }
    daemon.awaitSaid("receive buffers in ");
  }

  /** 4 GiB, which is what a chain may have, and no frame. */
  @Test
  void framesAsLongAsAChainMayBe(ChildDaemon daemon) {
    GuestRam ram = GuestRam.of(64 << 20);
    try (GuestNic nic = guest(daemon, ram)) {
      for (int index = 0; index < 2; index++) {
        for (int i = 0; i < 64; i++) {
          int flags = index == 0 ? SplitRing.DESC_F_WRITE : 0;
          int next = i < 63 ? SplitRing.DESC_F_NEXT : 0;
          ring(nic, index).desc(i, 0, 64 << 20, flags | next, i + 1);
        }
      }
      ring(nic, 0).availIdx(1);
      offerWhileOthersAreServed(daemon, nic, 1, HEAD);
    }
  }
}
