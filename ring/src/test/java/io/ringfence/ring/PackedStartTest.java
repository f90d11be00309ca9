package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.Used;
import org.junit.jupiter.api.Test;

/** A packed ring's position of 0 without wrap counters: two things that it can mean. */
class PackedStartTest {
  private static final int SIZE = 8;
  private static final RingPosition ZERO = new RingPosition(0, 0, false, false);
  private final Chain chain = new Chain();

  @Test
  void onARingThatNobodyHasTouchedItMeansTheBeginning() {
    try (var ring = DrivenRing.of(true, SIZE)) {
      Virtqueue device = Virtqueue.start(ring.config(), ring.memory(), ZERO);
      assertThat(device.position()).isEqualTo(new RingPosition(0, 0, true, true));
      passOnce(ring, device);
    }
  }

  @Test
  void afterAPassThroughTheRingItIsMeantAsItIs() {
    try (var ring = DrivenRing.of(true, SIZE)) {
      Virtqueue first = Virtqueue.start(ring.config(), ring.memory(), ring.start());
      for (int i = 0; i < SIZE; i++) {
        passOnce(ring, first);
      }
      assertThat(first.position()).isEqualTo(ZERO);
      Virtqueue second = Virtqueue.start(ring.config(), ring.memory(), ZERO);
      assertThat(second.position()).isEqualTo(ZERO);
      passOnce(ring, second);
    }
  }

  private void passOnce(DrivenRing ring, Virtqueue device) {
    var buffer = new DriverChain();
    buffer.in(ring.ram().allocate(64, 16), 64);
    assertThat(ring.driver().add(buffer, 1)).isNotNegative();
    ring.driver().publish();
    assertThat(device.take(chain)).isTrue();
    device.putUsed(chain, 8);
    device.publish();
    assertThat(ring.driver().poll(new Used())).isTrue();
  }
}
