package io.ringfence.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.device.EchoDevice;
import io.ringfence.testkit.device.TestDevice;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.LittleEndian;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.IdOrder;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.SplitDriver;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetDriverTest {
  private static final int FRAMES = 40_000;
  private static final int MAX = 3_000;

  private final GuestRam ram = GuestRam.anonymous(64 << 20);
  private final Random random = new Random(7);

  @AfterEach
  void close() {
    ram.close();
  }

  static Stream<Arguments> shapes() {
    Shape[] cut = {
      Shape.chained(12, 1),
      Shape.chained(3, 20, 1),
      Shape.indirect(12, 100, 1),
      Shape.chained(4000),
      Shape.indirect(1, 5, 7, 9, 1)
    };
    NetConfig mergeable =
        NetConfig.mergeable(MAX, 512)
            .withTxShapes(cut)
            .withRxShapes(Shape.chained(512), Shape.chained(7, 100, 30), Shape.indirect(12, 88));
    NetConfig whole =
        NetConfig.of(12, false, MAX)
            .withTxShapes(cut)
            .withRxShapes(Shape.chained(12, MAX), Shape.indirect(5, 7, 1, MAX));
    NetConfig legacy =
        NetConfig.of(10, false, MAX).withTxShapes(cut).withRxShapes(Shape.chained(10, MAX));
    return Stream.of(mergeable, mergeable.withGuardBytes(5), whole, legacy)
        .flatMap(net ->
            Stream.of(
                Arguments.of(net, false, QueueConfig.split(256).withOrder(IdOrder.SCATTERED, 3)),
                Arguments.of(net, true, QueueConfig.packed(193).withEventIdx(true))));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void framesOfAnySizeComeBackWholeAndInOrder(NetConfig net, boolean packed, QueueConfig config) {
    QueueConfig queue = config.withTables(net.tableEntries());
    NetReceiver rx = new NetReceiver(ram, DriverQueue.of(ram, packed, queue), net, () -> {});
    NetTransmitter tx = new NetTransmitter(ram, DriverQueue.of(ram, packed, queue), net, () -> {});
    EchoDevice device = new EchoDevice(ram, rx.queue(), tx.queue(), net);
    assertThat(rx.fill()).isPositive();
    Random replay = new Random(11);
    Random sizes = new Random(11);
    byte[] frame = new byte[MAX];
    byte[] got = new byte[MAX + 100];
    MemorySegment into = MemorySegment.ofArray(got);
    random.nextBytes(frame);
    int sent = 0;
    int received = 0;
    int length = 14 + sizes.nextInt(MAX - 13);
    while (received < FRAMES) {
      frame[0] = (byte) sent;
      frame[1] = (byte) (sent >> 8);
      for (int burst = 0;
          burst < 5 && sent < FRAMES && tx.send(MemorySegment.ofArray(frame), 0, length);
          burst++) {
        sent++;
        frame[0] = (byte) sent;
        frame[1] = (byte) (sent >> 8);
        length = 14 + sizes.nextInt(MAX - 13);
      }
      tx.flush();
      device.work();
      for (int n = rx.receive(into, 0); n >= 0; n = rx.receive(into, 0)) {
        frame[0] = (byte) received;
        frame[1] = (byte) (received >> 8);
        assertThat(n).isEqualTo(14 + replay.nextInt(MAX - 13));
        assertThat(Arrays.mismatch(got, 0, n, frame, 0, n)).isEqualTo(-1);
        assertThat(rx.lastBuffers())
            .isEqualTo(net.mergeable() ? rx.header().get(LittleEndian.PLAIN16, 10) : 1);
        received++;
      }
    }
    assertThat(sent).isEqualTo(FRAMES);
    assertThat(rx.received()).isEqualTo(FRAMES);
  }

  private NetReceiver receiver(NetConfig net) {
    NetReceiver rx =
        new NetReceiver(ram, new SplitDriver(ram, QueueConfig.split(8)), net, () -> {});
    rx.fill();
    return rx;
  }

  private void give(NetReceiver rx, int length, int buffers, int... more) {
    TestDevice device = TestDevice.of(ram, rx.queue());
    TestDevice.Buffer first = device.take();
    byte[] bytes = new byte[Math.max(length, 12)];
    bytes[10] = (byte) buffers;
    first.write(ram, bytes);
    device.use(first, length);
    for (int next : more) {
      device.use(device.take(), next);
    }
    device.publish();
  }

  private void assertFault(NetReceiver rx, String message) {
    MemorySegment into = MemorySegment.ofArray(new byte[4096]);
    assertThatThrownBy(() -> rx.receive(into, 0))
        .isInstanceOf(DeviceFault.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aDeviceThatBreaksTheRulesOfReceiveBuffersIsFoundOut() {
    NetConfig plain = NetConfig.plain();
    NetReceiver shortFrame = receiver(plain);
    give(shortFrame, 11, 1);
    assertFault(shortFrame, "frame of 11 bytes: its header has 12");

    NetReceiver none = receiver(plain);
    give(none, 60, 0);
    assertFault(none, "num_buffers 0: 1 to 1 are allowed");

    NetReceiver two = receiver(plain);
    give(two, 60, 2, 60);
    assertFault(two, "num_buffers 2: 1 to 1 are allowed");

    NetConfig mergeable = NetConfig.mergeable(1514, 100);
    NetReceiver missing = receiver(mergeable);
    give(missing, 100, 2);
    assertFault(missing, "frame of 2 buffers: only 1 were used with it");

    NetReceiver notFull = receiver(mergeable);
    give(notFull, 99, 2, 50);
    assertFault(notFull, "buffer 1 of 2: 99 of its 100 bytes used, though it is not the last");
  }

  @Test
  void aByteWrittenBetweenTheSegmentsOfABufferIsFoundOut() {
    NetReceiver rx =
        receiver(NetConfig.plain().withRxShapes(Shape.chained(12, 100)).withGuardBytes(4));
    SplitDriver queue = (SplitDriver) rx.queue();
    long pastHeader = queue.ring().descAddress(queue.ring().availEntry(0)) + 12;
    ram.write(pastHeader + 1, new byte[] {0});
    give(rx, 60, 1);
    assertFault(
        rx,
        "guest address 0x%x: written, 2 bytes past the end of a segment".formatted(pastHeader + 1));
  }
}
