package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.LostNotifications.Direction;
import io.ringfence.ring.LostNotifications.Result;
import io.ringfence.testkit.QueueConfig;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Without a store-load barrier notifications are lost on this processor, with one they are not. It
 * takes two processors, and shows S5, S6, K3 and K6 alone: the others cannot fail on x86-64.
 */
class LostNotificationsTest {
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
    QueueConfig config = packed ? QueueConfig.packed(8) : QueueConfig.split(8);
    try (DrivenRing ring = DrivenRing.of(packed, config.withEventIdx(true))) {
      return LostNotifications.run(ring, policy, direction, trials, 1, millis);
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
