package io.ringfence.benchmarks;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.PackedRing;
import io.ringfence.testkit.ring.SplitRing;

/**
 * A ring with preset buffers, each a chain of its own, that are offered again and again: the least
 * driver possible, on the device's own thread. It requests no interrupts.
 */
final class PresetRing {
  static final int SIZE = 256;
  private static final long AREA_ALIGNMENT = 64;

  private final boolean packed;
  private final int bytes;
  private final int flags;
  private final VringConfig config;
  private final long[] buffers = new long[SIZE];
  private SplitRing split;
  private PackedRing packedRing;
  private int next; // index of a split ring, slot of a packed one
  private boolean wrap = true;

  /**
   * Creates a ring in guest memory.
   *
   * @param bytes of each buffer
   * @param writable whether the device writes into them
   */
  PresetRing(GuestRam ram, boolean packed, int bytes, boolean writable) {
    this.packed = packed;
    this.bytes = bytes;
    flags = writable ? SplitRing.DESC_F_WRITE : 0; // the same bit in both formats
    for (int i = 0; i < SIZE; i++) {
      buffers[i] = ram.allocate(bytes, AREA_ALIGNMENT);
    }
    long descriptors = ram.allocate(SplitRing.descBytes(SIZE), AREA_ALIGNMENT);
    long driver = ram.allocate(SplitRing.availBytes(SIZE), AREA_ALIGNMENT);
    long device = ram.allocate(SplitRing.usedBytes(SIZE), AREA_ALIGNMENT);
    config = new VringConfig(packed, SIZE, descriptors, driver, device, true);
    if (packed) {
      packedRing = new PackedRing(ram, SIZE, descriptors, driver, device);
      packedRing.driverEvent(0, PackedRing.EVENT_DISABLE);
    } else {
      split = new SplitRing(ram, SIZE, descriptors, driver, device);
      for (int i = 0; i < SIZE; i++) {
        split.desc(i, buffers[i], bytes, flags, 0);
        split.availEntry(i, i);
      }
    }
  }

  VringConfig config() {
    return config;
  }

  /** Returns the device's start position. */
  static RingPosition start(boolean packed) {
    return new RingPosition(0, 0, packed, packed);
  }

  /** Makes {@code chains} more chains available. */
  void offer(int chains) {
    if (packed) {
      offerPacked(chains);
    } else {
      next = next + chains & 0xffff;
      split.availIdx(next);
    }
  }

  private void offerPacked(int chains) {
    for (int i = 0; i < chains; i++) {
      packedRing.descBody(next, buffers[next], bytes, next);
      packedRing.descFlags(next, flags | (wrap ? PackedRing.DESC_F_AVAIL : PackedRing.DESC_F_USED));
      if (++next == SIZE) {
        next = 0;
        wrap = !wrap;
      }
    }
  }

  /** Returns what the device has published: the used index, or the bytes written to slot 0. */
  int seen() {
    return packed ? packedRing.descLength(0) : split.usedIdx();
  }
}
