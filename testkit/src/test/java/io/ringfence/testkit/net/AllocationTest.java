package io.ringfence.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringfence.testkit.device.InstantDevice;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sending and receiving do not allocate once compiled. A benchmark thus measures the device without
 * a collector.
 */
class AllocationTest {
  private static final int ROUND = 50_000;
  private static final int ROUNDS = 20;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void framesCostNoHeap(boolean packed) {
    try (GuestRam ram = GuestRam.anonymous(16 << 20)) {
      NetConfig net = NetConfig.plain().withTxShapes(Shape.chained(12, 100));
      QueueConfig config =
          (packed ? QueueConfig.packed(256) : QueueConfig.split(256)).withEventIdx(true);
      NetTransmitter tx =
          new NetTransmitter(ram, DriverQueue.of(ram, packed, config), net, () -> {});
      NetReceiver rx = new NetReceiver(ram, DriverQueue.of(ram, packed, config), net, () -> {});
      rx.fill();
      InstantDevice out = InstantDevice.of(ram, tx.queue());
      InstantDevice in = InstantDevice.of(ram, rx.queue());
      MemorySegment frame = ram.slice(ram.allocate(1514, 8), 1514);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < ROUNDS && least > ROUND / 100; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        round(tx, out, rx, in, frame);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes of heap for %d frames", ROUND).isLessThanOrEqualTo(ROUND / 100);
    }
  }

  private void round(
      NetTransmitter tx, InstantDevice out, NetReceiver rx, InstantDevice in, MemorySegment frame) {
    for (int received = 0; received < ROUND; ) {
      for (int i = 0; i < 32; i++) {
        tx.send(frame, 0, 1000);
      }
      tx.flush();
      in.use(out.use(32, 0), 1012);
      while (rx.receive(frame, 0) >= 0) {
        received++;
      }
    }
  }
}
