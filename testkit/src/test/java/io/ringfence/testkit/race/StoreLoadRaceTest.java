package io.ringfence.testkit.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.Background;
import io.ringfence.testkit.device.TestDevice;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.Used;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One side publishes while the other requests a notification: the publisher notifies, or the other
 * side sees the element. A missing full fence breaks both, about 10 to 100 times in a million on
 * x86.
 */
class StoreLoadRaceTest {
  private static final int TRIALS = 100_000;

  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int missedKicks;
  private volatile int missedCalls;
  private volatile boolean kicked;
  private volatile boolean called;

  /** Releases both threads at nearly the same moment, one of them slightly earlier. */
  private void meet(int round, int delay) {
    arrived.incrementAndGet();
    for (int spins = 0; arrived.get() < 2 * round; spins++) {
      if (spins > 1_000) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
    for (int i = 0; i < delay; i++) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void whoeverPublishesNotifiesOrIsSeen(boolean packed, boolean eventIdx) {
    try (GuestRam ram = GuestRam.anonymous(1 << 20)) {
      QueueConfig config =
          (packed ? QueueConfig.packed(31) : QueueConfig.split(32)).withEventIdx(eventIdx);
      DriverQueue driver = DriverQueue.of(ram, packed, config);
      TestDevice device = TestDevice.of(ram, driver);
      CompletableFuture<Void> other = Background.run(() -> device(device));
      DriverChain chain = new DriverChain().out(0x1000, 1);
      Used used = new Used();
      for (int i = 0; i < TRIALS; i++) {
        driver.add(chain, i);
        driver.disableCalls();
        meet(3 * i + 1, i & 7);
        driver.publish();
        kicked = driver.kickNeeded();
        meet(3 * i + 2, i >> 3 & 7);
        boolean seen = driver.enableCalls();
        meet(3 * i + 3, 0);
        missedCalls += seen || called ? 0 : 1;
        assertThat(driver.poll(used)).isTrue();
      }
      other.join();
      assertThat(missedKicks).as("kicks missed in %d trials", TRIALS).isZero();
      assertThat(missedCalls).as("calls missed in %d trials", TRIALS).isZero();
    }
  }

  private void device(TestDevice device) {
    for (int i = 0; i < TRIALS; i++) {
      device.disableKicks();
      meet(3 * i + 1, i >> 3 & 7);
      boolean seen = device.enableKicks();
      meet(3 * i + 2, i & 7);
      missedKicks += seen || kicked ? 0 : 1;
      device.use(device.take(), 0);
      device.publish();
      called = device.callNeeded();
      meet(3 * i + 3, 0);
    }
  }
}
