package io.ringfence.benchmarks;

import io.ringfence.ring.GuestMemory;
import io.ringfence.testkit.memory.GuestRam;
import java.util.List;

/** Guest memory as the device maps it. */
final class DeviceMemory {
  static final long BYTES = 16L << 20;

  private DeviceMemory() {}

  /** Returns the device's view of a driver's memory. */
  static GuestMemory of(GuestRam ram) {
    var extents =
        ram.regions().stream()
            .map(region -> new GuestMemory.Extent(region.guestAddress(), region.segment()))
            .toList();
    return new GuestMemory(extents, List.of());
  }
}
