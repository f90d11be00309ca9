package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.guest.GuestVring;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.IdOrder;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.Used;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Driver and device in two threads that sleep on eventfds: one notification too few, and they sleep
 * until the test gives up.
 */
class NotificationThreadsTest {
  private static final int BUFFERS = 20_000;
  private static final long TIMEOUT_MILLIS = 20_000;

  static Stream<Arguments> safePolicies() {
    return BarrierPolicy.names().stream()
        .filter(name -> BarrierPolicy.parse(name).unordered(Architecture.host()).isEmpty())
        .flatMap(name ->
            Stream.of(
                Arguments.of(name, false, false),
                Arguments.of(name, false, true),
                Arguments.of(name, true, false),
                Arguments.of(name, true, true)));
  }

  @ParameterizedTest
  @MethodSource("safePolicies")
  void noKickAndNoCallIsLost(String policy, boolean packed, boolean eventIndex) throws Exception {
    QueueConfig config =
        (packed ? QueueConfig.packed(31) : QueueConfig.split(32))
            .withEventIdx(eventIndex)
            .withOrder(IdOrder.SCATTERED, 9);
    try (GuestVring vring = new GuestVring(0);
        DrivenRing ring = DrivenRing.in(GuestRam.anonymous(1 << 20), packed, config)) {
      vring.queue(ring.driver());
      RealmDevice device = ring.device(policy);
      var served = CompletableFuture.runAsync(() -> serve(device, vring));
      long at = ring.ram().allocate(8, 8);
      drive(vring, at);
      served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void drive(GuestVring vring, long at) {
    DriverQueue driver = vring.queue();
    var chain = new DriverChain();
    var used = new Used();
    int added = 0;
    int back = 0;
    while (back < BUFFERS) {
      for (int burst = 1 + added % 7; burst > 0 && added < BUFFERS; burst--) {
        added += driver.add(chain.clear().out(at, 4).in(at + 4, 4), added) < 0 ? 0 : 1;
      }
      vring.flush();
      vring.awaitUsed(TIMEOUT_MILLIS);
      while (driver.poll(used)) {
        assertThat(used.token).isEqualTo(back++);
      }
    }
  }

  private static void serve(RealmDevice device, GuestVring vring) {
    var chain = new Chain();
    int done = 0;
    while (done < BUFFERS) {
      device.suppressKicks();
      while (device.take(chain)) {
        device.putUsed(chain, 4);
        done++;
        device.publish();
        if (device.interruptWanted()) {
          vring.call().signal();
        }
      }
      if (done < BUFFERS && !device.requestKicks()) {
        vring.kick().await(TIMEOUT_MILLIS);
      }
    }
  }
}
