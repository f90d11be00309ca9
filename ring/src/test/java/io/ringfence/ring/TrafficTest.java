package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.ring.IdOrder;
import io.ringfence.testkit.ring.QueueConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains of every shape, over more steps than a 16-bit index has. */
class TrafficTest {
  /** Steps of a test; fewer are for a JVM that is emulated. */
  private static final int PAST_THE_WRAP = Integer.getInteger("ringfence.traffic.steps", 70_000);

  private static QueueConfig config(boolean packed, int size) {
    return (packed ? QueueConfig.packed(size) : QueueConfig.split(size))
        .withOrder(IdOrder.SCATTERED, size)
        .withTables(Traffic.TABLES);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 1", "false, 2", "false, 256", "false, 32768",
    "true, 1", "true, 3", "true, 193", "true, 32768"
  })
  void everyBufferIsReadWholeAnsweredAndReturnedInOrder(boolean packed, int size) {
    try (var ring = DrivenRing.of(packed, config(packed, size))) {
      var device = new RealmDeviceQueue().start(ring.config(), ring.memory(), ring.start());
      new Traffic(ring, device, 1).run(PAST_THE_WRAP);
      assertThat(device.position().avail()).isEqualTo(device.position().used());
    }
  }

  static Stream<Arguments> policies() {
    return Stream.concat(
            BarrierPolicy.names().stream(), Stream.of("dose:3", "custom:S1=smp,S5=mandatory"))
        .flatMap(policy -> Stream.of(Arguments.of(policy, false), Arguments.of(policy, true)));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyPolicyMovesTheSameBytes(String policy, boolean packed) {
    try (var ring = DrivenRing.of(packed, config(packed, packed ? 193 : 256))) {
      new Traffic(ring, ring.device(policy), 2).run(PAST_THE_WRAP);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 64", "true, 61"})
  void aRingGoesOnWhereAnotherDeviceStopped(boolean packed, int size) {
    try (var ring = DrivenRing.of(packed, config(packed, size))) {
      new Traffic(ring, new RealmDeviceQueue().start(ring.config(), ring.memory(), ring.start()), 3)
          .restarting(before ->
              new RealmDeviceQueue().start(ring.config(), ring.memory(), rebased(ring, before)))
          .run(PAST_THE_WRAP);
    }
  }

  /** The position as a front-end stores it between GET_VRING_BASE and SET_VRING_BASE. */
  private static RingPosition rebased(DrivenRing ring, RealmDevice device) {
    RingPosition position = device.position();
    return ring.config().packed()
        ? RingPosition.packed(position.packedBase())
        : RingPosition.split(position.avail());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSwapOfPoliciesInMidTrafficKeepsOrderAndLosesNothing(boolean packed) {
    List<String> turns = List.of("none", "auto", "smp", "mandatory", "seqcst", "stub-nop", "dma");
    List<BarrierRealm> realms =
        turns.stream().map(policy -> Realms.of(policy, RealmDeviceQueue.class)).toList();
    int[] turn = {0};
    try (var ring = DrivenRing.of(packed, config(packed, packed ? 193 : 256))) {
      new Traffic(ring, ring.device("auto"), 4)
          .restarting(before -> {
            BarrierRealm next = realms.get(turn[0]++ % realms.size());
            return next.instantiate(RealmDevice.class, RealmDeviceQueue.class.getName())
                .start(ring.config(), ring.memory(), before.position());
          })
          .run(PAST_THE_WRAP);
      assertThat(turn[0]).isGreaterThan(500);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 65530", "false, 32767", "true, 0x800a800a", "true, 0x000a000a"})
  void aRingStartsAnywhere(boolean packed, String base) {
    int at = Long.decode(base).intValue();
    try (var ring = DrivenRing.of(packed, config(packed, packed ? 11 : 16).withBase(at))) {
      new Traffic(ring, ring.device("auto"), 5).run(1_000);
    }
  }
}
