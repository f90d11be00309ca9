package io.ringfence.testkit.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.Background;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.device.TestDevice;
import io.ringfence.testkit.guest.GuestVring;
import io.ringfence.testkit.memory.GuestRam;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Driver and device in two threads that sleep on eventfds. With one notification too few both sleep
 * for good.
 */
class NotificationTest {
  private static final int BUFFERS = 50_000;
  private static final long TIMEOUT = 10_000;

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void noKickAndNoCallIsLostBetweenTwoThreads(boolean packed, boolean eventIdx) throws Exception {
    try (GuestRam ram = GuestRam.of(1 << 20);
        GuestVring vring = new GuestVring(1)) {
      QueueConfig config =
          (packed ? QueueConfig.packed(31) : QueueConfig.split(32)).withEventIdx(eventIdx);
      vring.queue(DriverQueue.of(ram, packed, config));
      TestDevice device = TestDevice.of(ram, vring.queue());
      CompletableFuture<Void> served = Background.run(() -> serve(device, vring));
      long at = ram.allocate(8, 8);
      DriverChain chain = new DriverChain();
      Used used = new Used();
      int added = 0;
      int back = 0;
      while (back < BUFFERS) {
        for (int burst = 1 + added % 7; burst > 0 && added < BUFFERS; burst--) {
          added += vring.queue().add(chain.clear().out(at, 4).in(at + 4, 4), added) < 0 ? 0 : 1;
        }
        vring.flush();
        vring.awaitUsed(TIMEOUT);
        while (vring.queue().poll(used)) {
          assertThat(used.token).isEqualTo(back++);
        }
      }
      served.get();
    }
  }

  private void serve(TestDevice device, GuestVring vring) {
    int done = 0;
    while (done < BUFFERS) {
      device.disableKicks();
      for (TestDevice.Buffer b = device.take(); b != null; b = device.take()) {
        device.use(b, 4);
        done++;
        device.publish();
        if (device.callNeeded()) {
          vring.call().signal();
        }
      }
      if (done < BUFFERS && !device.enableKicks()) {
        vring.kick().await(TIMEOUT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWaitThatEndsInVainTellsALostCallFromAnIdleDevice(boolean packed) {
    try (GuestRam ram = GuestRam.of(1 << 20);
        GuestVring vring = new GuestVring(3)) {
      vring.queue(
          DriverQueue.of(ram, packed, packed ? QueueConfig.packed(4) : QueueConfig.split(4)));
      vring.queue().add(new DriverChain().out(0x1000, 1), 0);
      assertThat(vring.flush()).isTrue();
      assertThat(vring.kick().drain()).isEqualTo(1);
      assertThatThrownBy(() -> vring.awaitUsed(20))
          .isInstanceOf(TimedOut.class)
          .hasMessageStartingWith("waited 20 ms for a call on vring 3; seen: no call; ");
      TestDevice device = TestDevice.of(ram, vring.queue());
      CompletableFuture<Void> late =
          Background.run(() -> useOnceAskedForCalls(device, vring.queue()));
      assertThatThrownBy(() -> vring.awaitUsed(500))
          .isInstanceOf(TimedOut.class)
          .hasMessageContaining("a buffer was used and no call came (a lost call)");
      late.join();
    }
  }

  /**
   * Uses the buffer only after the driver's last poll: the flag that requests calls changes just
   * before it.
   */
  private void useOnceAskedForCalls(TestDevice device, DriverQueue queue) {
    Await.until("the driver to sleep", TIMEOUT, () -> asleep(Thread.currentThread()), queue::state);
    device.use(device.take(), 0);
    device.publish();
  }

  private boolean asleep(Thread self) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(e -> e.getKey() != self)
        .anyMatch(e ->
            java.util.Arrays.stream(e.getValue())
                .anyMatch(f -> f.getMethodName().equals("signalled")));
  }
}
