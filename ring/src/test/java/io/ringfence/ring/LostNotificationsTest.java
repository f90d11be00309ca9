package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.race.NotificationRace;
import io.ringfence.testkit.race.NotificationRace.Direction;
import io.ringfence.testkit.race.NotificationRace.Result;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Without a store-load barrier notifications are lost on this processor, with one they are not. It
 * takes two processors, and shows S5, S6, K3 and K6 alone: the others cannot fail on x86-64.
 */
class LostNotificationsTest {
  private static final int RINGS = 256;
  private static final int MOST_TRIALS = 50_000_000;
  private static final long UNSAFE_MILLIS = 60_000;
  private static final int SAFE_TRIALS = 300_000;
  private static final long SAFE_MILLIS = 1_000;

  private static Stream<Arguments> points(Stream<String> policies) {
    return policies.flatMap(policy ->
        Stream.of(
            Arguments.of(policy, "S5", false, Direction.CALL),
            Arguments.of(policy, "S6", false, Direction.KICK),
            Arguments.of(policy, "K3", true, Direction.CALL),
            Arguments.of(policy, "K6", true, Direction.KICK)));
  }

  static Stream<Arguments> unsafe() {
    return points(Stream.of("none", "acqrel"));
  }

  static Stream<Arguments> safe() {
    return points(Stream.of("auto", "mandatory", "seqcst"));
  }

  private static Result run(
      String policy, boolean packed, Direction direction, int trials, long millis) {
    QueueConfig config = (packed ? QueueConfig.packed(4) : QueueConfig.split(4)).withEventIdx(true);
    BarrierRealm realm = Realms.of(policy, NotifyingQueue.class);
    try (GuestRam ram = GuestRam.anonymous(1 << 20)) {
      List<DriverQueue> drivers = new ArrayList<>();
      List<NotifyingDevice> devices = new ArrayList<>();
      for (int i = 0; i < RINGS; i++) {
        DrivenRing ring = DrivenRing.in(ram, packed, config);
        var device = realm.instantiate(NotifyingDevice.class, NotifyingQueue.class.getName());
        device.start(ring.config(), ring.memory(), ring.start());
        drivers.add(ring.driver());
        devices.add(device);
      }
      return new NotificationRace(drivers, devices, direction).run(trials, 1, millis);
    }
  }

  @ParameterizedTest
  @MethodSource("unsafe")
  void withoutABarrierNotificationsAreLost(
      String policy, String point, boolean packed, Direction direction) {
    assertThat(BarrierPolicy.parse(policy).unordered(Architecture.host()))
        .contains(OrderingPoint.valueOf(point));
    Result seen = run(policy, packed, direction, MOST_TRIALS, UNSAFE_MILLIS);
    assertThat(seen.lost()).as("lost at %s in %d trials", point, seen.trials()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("safe")
  void withABarrierNoneIsLost(String policy, String point, boolean packed, Direction direction) {
    Result seen = run(policy, packed, direction, SAFE_TRIALS, SAFE_MILLIS);
    assertThat(seen.lost()).as("lost at %s in %d trials", point, seen.trials()).isZero();
    assertThat(seen.trials()).isPositive();
  }
}
