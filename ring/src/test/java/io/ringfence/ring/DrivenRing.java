package io.ringfence.ring;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.SplitDriver;
import java.util.List;

/** Guest memory with a ring in it, the independent driver on one side and room for a device. */
final class DrivenRing implements AutoCloseable {
  private final GuestRam ram;
  private final DriverQueue driver;
  private final boolean packed;

  private DrivenRing(GuestRam ram, DriverQueue driver, boolean packed) {
    this.ram = ram;
    this.driver = driver;
    this.packed = packed;
  }

  static DrivenRing of(boolean packed, QueueConfig config) {
    return in(GuestRam.anonymous(32 << 20), packed, config);
  }

  /** A ring of a size at its start: index 0, both wrap counters 1. */
  static DrivenRing of(boolean packed, int size) {
    return of(packed, packed ? QueueConfig.packed(size) : QueueConfig.split(size));
  }

  static DrivenRing in(GuestRam ram, boolean packed, QueueConfig config) {
    return new DrivenRing(ram, DriverQueue.of(ram, packed, config), packed);
  }

  GuestRam ram() {
    return ram;
  }

  DriverQueue driver() {
    return driver;
  }

  /** The driver of a split ring, for raw pokes. */
  SplitDriver split() {
    return (SplitDriver) driver;
  }

  /** The driver of a packed ring, for raw pokes. */
  PackedDriver packed() {
    return (PackedDriver) driver;
  }

  /** The device's view of guest memory, an extent a region. */
  GuestMemory memory() {
    return memory(ram);
  }

  static GuestMemory memory(GuestRam ram) {
    var extents =
        ram.regions().stream()
            .map(region -> new GuestMemory.Extent(region.guestAddress(), region.segment()))
            .toList();
    return new GuestMemory(extents, List.of());
  }

  VringConfig config() {
    return new VringConfig(
        packed,
        driver.config().size(),
        driver.descAddress(),
        driver.availAddress(),
        driver.usedAddress(),
        driver.config().eventIdx());
  }

  /** Where the driver begins. */
  RingPosition start() {
    int base = driver.config().base();
    return packed ? RingPosition.packed(base) : RingPosition.split(base);
  }

  /** A device at the driver's beginning, outside any realm. */
  Virtqueue device() {
    return Virtqueue.start(config(), memory(), start());
  }

  /** A device at the driver's beginning, in a realm of its own. */
  RealmDevice device(String policy) {
    return Realms.device(policy).start(config(), memory(), start());
  }

  @Override
  public void close() {
    ram.close();
  }
}
