package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.pair.RingCounter;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.net.Shape;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.Used;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers that follow the ring's rules and still hold no frame: dropped, returned, counted. */
class OddBuffersTest {
  private final LogLines log = LogLines.of("io.ringfence.server");
  private final RunningDaemon daemon = RunningDaemon.with("loopback");
  private GuestNic nic;
  private long at;

  /** No receive buffers of its own accord: tests post what they need. */
  private void open(boolean packed, int ringSize) {
    nic =
        GuestNic.options()
            .ram(GuestRam.of(128 << 20))
            .with(packed ? Features.RING_PACKED : 0)
            .ringSize(ringSize)
            .net(
                f -> NetConfig.negotiated(f, 1514).withSlots(16, 0).withRxShapes(Shape.chained(64)))
            .connect(daemon.socket());
    at = nic.ram().allocate(8192, 64);
  }

  @AfterEach
  void close() {
    nic.close();
    daemon.close();
    assertThat(log.warnings()).isEmpty();
    log.close();
  }

  private DriverQueue queue(int ring) {
    return nic.vring(ring).queue();
  }

  private void post(int ring, DriverChain chain) {
    assertThat(queue(ring).add(chain, 0)).isNotNegative();
    nic.vring(ring).flush();
  }

  private Used back(int ring) {
    var used = new Used();
    Await.until("a buffer to come back", 5_000, () -> queue(ring).poll(used), queue(ring)::state);
    return used;
  }

  private void assertDropped(int ring, long count) {
    Await.until(
        count + " drops counted",
        5_000,
        () -> daemon.counters(ring).get(RingCounter.DROPPED) == count,
        () -> "" + daemon.counters(ring).get(RingCounter.DROPPED));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransmitBufferToWriteToIsReturnedUnsent(boolean packed) {
    open(packed, 64);
    post(1, new DriverChain().in(at, 80));
    assertThat(back(1).length).isZero();
    post(1, new DriverChain().out(at, 80).in(at + 100, 1));
    assertThat(back(1).length).isZero();
    assertDropped(1, 2);
  }

  /** CVE-2022-2132: a chain that is not longer than the header, however it is cut. */
  @ParameterizedTest
  @ValueSource(ints = {1, 11, 12, 13, 25})
  void aTransmitBufferShorterThanHeaderAndAddressesIsReturnedUnsent(int bytes) {
    open(false, 64);
    post(1, new DriverChain().out(at, bytes));
    back(1);
    var bytewise = new DriverChain();
    for (int i = 0; i < bytes; i++) {
      bytewise.out(at + 2 * i, 1);
    }
    post(1, bytewise);
    back(1);
    post(1, new DriverChain().out(at, 0).out(at, 0)); // nothing at all
    back(1);
    assertDropped(1, 3);
  }

  @Test
  void theShortestFrameIsOneByteMore() {
    open(false, 64);
    post(0, new DriverChain().in(at + 4096, 100));
    post(1, new DriverChain().out(at, 26));
    back(1);
    assertThat(back(0).length).isEqualTo(26);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void receiveBuffersWithoutRoomForAHeaderAreReturnedEmptyAndTheNextIsUsed(boolean packed) {
    open(packed, 64);
    post(0, new DriverChain().out(at, 200)); // none to write to
    post(0, new DriverChain().in(at, 11));
    post(0, new DriverChain().in(at, 0));
    post(0, new DriverChain().out(at, 50).in(at + 4096, 72));
    post(1, new DriverChain().out(at, 72));
    for (int i = 0; i < 3; i++) {
      assertThat(back(0).length).isZero();
    }
    assertThat(back(0).length).isEqualTo(72);
    assertDropped(0, 3);
  }

  /** They are given back also while the frame still waits for a buffer. */
  @Test
  void receiveBuffersWithoutRoomAreReturnedAtOnce() {
    open(false, 64);
    post(0, new DriverChain().in(at, 11));
    post(1, new DriverChain().out(at, 72));
    assertThat(back(0).length).isZero();
    post(0, new DriverChain().in(at + 4096, 72));
    assertThat(back(0).length).isEqualTo(72);
    back(1);
  }

  /** A worker must get through any number of them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWholeRingOfReceiveBuffersWithoutRoom(boolean packed) {
    open(packed, 32_768);
    var useless = new DriverChain().out(at, 8);
    for (int i = 0; i < 32_767; i++) {
      assertThat(queue(0).add(useless, 0)).isNotNegative();
    }
    assertThat(queue(0).add(new DriverChain().in(at + 4096, 72), 1)).isNotNegative();
    nic.vring(0).flush();
    post(1, new DriverChain().out(at, 72));
    for (int i = 0; i < 32_767; i++) {
      assertThat(back(0).length).isZero();
    }
    assertThat(back(0).length).isEqualTo(72);
    back(1);
  }

  @Test
  void aFrameThatTheReceiveRingCanNeverHoldIsDropped() {
    nic =
        GuestNic.options()
            .without(Features.MRG_RXBUF)
            .net(f -> NetConfig.negotiated(f, 1514).withRxShapes(Shape.chained(100)))
            .connect(daemon.socket());
    nic.send(new byte[89]); // 101 with the header
    nic.send(new byte[88]);
    assertThat(nic.receive(5_000)).hasSize(88);
    assertDropped(1, 1);
  }

  /** All descriptors are with the device, so the driver can add none to what does not suffice. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFrameLargerThanAllBuffersOfAFullRingIsDropped(boolean packed) {
    open(packed, 64);
    for (int i = 0; i < 16; i++) {
      var chain = new DriverChain();
      for (int segment = 0; segment < 4; segment++) {
        chain.in(at + 4096 + 64 * i + 16 * segment, 16);
      }
      post(0, chain);
    }
    post(1, new DriverChain().out(at, 1025));
    back(1);
    assertDropped(1, 1);
    assertThat(queue(0).hasUsed()).isFalse();
    post(1, new DriverChain().out(at, 1024));
    assertThat(back(0).length).isEqualTo(64); // the first of sixteen
    back(1);
  }

  /** While there is a descriptor left, what is missing may still come. */
  @Test
  void aFrameLargerThanAllBuffersOfARingThatIsNotFullWaits() {
    open(false, 64);
    for (int i = 0; i < 15; i++) {
      post(
          0,
          new DriverChain()
              .in(at + 4096, 32)
              .in(at + 4096, 32)
              .in(at + 4096, 32)
              .in(at + 4096, 32));
    }
    post(1, new DriverChain().out(at, 1920 + 1));
    assertThat(nic.frontEnd().getFeatures()).isNotZero();
    assertThat(queue(1).hasUsed()).isFalse();
    post(0, new DriverChain().in(at + 4096, 32));
    back(1);
    assertThat(back(0).length).isEqualTo(128);
  }

  /** More than an IP packet and its Ethernet header have is none, wherever it is to go. */
  @Test
  void aFrameLongerThanAnyIsDropped() {
    open(false, 64);
    long large = nic.ram().allocate(1 << 17, 64);
    post(1, new DriverChain().out(large, 65_566));
    back(1);
    assertDropped(1, 1);
    post(0, new DriverChain().in(large, 1 << 17));
    post(1, new DriverChain().out(large, 65_565));
    back(1);
    assertThat(back(0).length).isEqualTo(65_565);
  }

  /** VIRTIO 1.3, 5.1.6.4.1: 1 without mergeable buffers too; the header's other fields are 0. */
  @ParameterizedTest
  @ValueSource(longs = {0, Features.MRG_RXBUF})
  void theHeaderSaysHowManyBuffersAFrameFills(long without) {
    nic =
        GuestNic.options()
            .without(without)
            .net(f ->
                NetConfig.negotiated(f, 1514)
                    .withRxShapes(Shape.chained(without == 0 ? 100 : 1526)))
            .connect(daemon.socket());
    nic.send(new byte[1000]);
    assertThat(nic.receive(5_000)).hasSize(1000);
    byte[] header = (byte[]) nic.receiver(0).header().heapBase().orElseThrow();
    byte buffers = (byte) (without == 0 ? 11 : 1);
    assertThat(header).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, buffers, 0);
  }

  @Test
  void aFrameWaitsForReceiveBuffersAndHoldsTheNextOnesUp() {
    open(false, 64);
    for (int i = 0; i < 3; i++) {
      post(1, new DriverChain().out(at, 72 + i));
    }
    assertThat(nic.frontEnd().getFeatures()).isNotZero();
    assertThat(queue(1).hasUsed()).isFalse();
    for (int i = 0; i < 3; i++) {
      post(0, new DriverChain().in(at + 4096, 100));
      assertThat(back(0).length).isEqualTo(72 + i);
      back(1);
    }
  }
}
