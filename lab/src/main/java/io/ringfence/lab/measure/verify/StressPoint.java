package io.ringfence.lab.measure.verify;

import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.OrderingPoint;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.race.NotificationRace;
import io.ringfence.testkit.race.NotificationRace.Direction;
import io.ringfence.testkit.race.RacingDevice;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The ordering points that can be tried on a ring: a store before a load on either side. */
enum StressPoint {
  S5(OrderingPoint.S5, false, Direction.CALL),
  S6(OrderingPoint.S6, false, Direction.KICK),
  K3(OrderingPoint.K3, true, Direction.CALL),
  K6(OrderingPoint.K6, true, Direction.KICK);

  private static final int RINGS = 256;
  private static final int DESCRIPTORS = 4;
  private static final long RAM_BYTES = 1 << 20;

  private final OrderingPoint point;
  private final boolean packed;
  private final Direction direction;

  StressPoint(OrderingPoint point, boolean packed, Direction direction) {
    this.point = point;
    this.packed = packed;
    this.direction = direction;
  }

  OrderingPoint point() {
    return point;
  }

  /** Returns whether a policy must fail here, on the present processor. */
  boolean mustFail(BarrierPolicy policy) {
    return policy.unordered(Architecture.host()).contains(point);
  }

  /** Races devices under a policy, compiled in its own realm, with the software driver. */
  NotificationRace.Result race(BarrierPolicy policy, long most, long enough, long millis) {
    String code = RealmRingDevice.class.getName();
    var realm =
        new BarrierRealm(policy, Set.of(code)::contains, StressPoint.class.getClassLoader());
    try (GuestRam ram = GuestRam.anonymous(RAM_BYTES)) {
      List<DriverQueue> drivers = new ArrayList<>();
      List<RacingDevice> devices = new ArrayList<>();
      QueueConfig config =
          packed ? QueueConfig.packed(DESCRIPTORS) : QueueConfig.split(DESCRIPTORS);
      for (int i = 0; i < RINGS; i++) {
        DriverQueue driver = DriverQueue.of(ram, packed, config.withEventIdx(true));
        drivers.add(driver);
        devices.add(
            realm.instantiate(RingDevice.class, code).start(vring(driver), memory(ram), start()));
      }
      return new NotificationRace(drivers, devices, direction).run(most, enough, millis);
    }
  }

  private VringConfig vring(DriverQueue driver) {
    return new VringConfig(
        packed,
        DESCRIPTORS,
        driver.descAddress(),
        driver.availAddress(),
        driver.usedAddress(),
        true);
  }

  private RingPosition start() {
    return packed ? RingPosition.packed(QueueConfig.PACKED_BASE) : RingPosition.split(0);
  }

  private static GuestMemory memory(GuestRam ram) {
    var extents =
        ram.regions().stream()
            .map(region -> new GuestMemory.Extent(region.guestAddress(), region.segment()))
            .toList();
    return new GuestMemory(extents, List.of());
  }
}
