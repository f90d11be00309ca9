package io.ringfence.server;

import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.PackedRing;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.ring.SplitRing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The guest addresses that a device may write to, as the driver's rings tell them. */
final class DeviceWrites {
  private static final long PAGE = 4096;

  /** Guest addresses. */
  record Range(long start, long bytes) {
    void addTo(BitSet pages) {
      pages.set((int) (start / PAGE), (int) ((start + bytes - 1) / PAGE) + 1);
    }
  }

  private DeviceWrites() {}

  /** Pages of a ring and of the buffers for writing that are described in it. */
  static BitSet pages(GuestNic nic, int vring) {
    BitSet pages = bufferPages(nic, vring);
    pages.or(ringPages(nic, vring));
    return pages;
  }

  static BitSet bufferPages(GuestNic nic, int vring) {
    var pages = new BitSet();
    buffers(nic.vring(vring).queue()).forEach(range -> range.addTo(pages));
    return pages;
  }

  static BitSet ringPages(GuestNic nic, int vring) {
    DriverQueue queue = nic.vring(vring).queue();
    var pages = new BitSet();
    used(queue).addTo(pages);
    if (queue instanceof PackedDriver) {
      new Range(queue.descAddress(), PackedRing.descBytes(queue.config().size())).addTo(pages);
    }
    return pages;
  }

  /** What the device alone writes of a ring. */
  static Range used(DriverQueue queue) {
    long bytes = queue instanceof SplitDriver ? SplitRing.usedBytes(queue.config().size()) : 4;
    return new Range(queue.usedAddress(), bytes);
  }

  /** Buffers for writing that descriptors of the ring name, now or when they were last used. */
  static List<Range> buffers(DriverQueue queue) {
    var ranges = new ArrayList<Range>();
    for (int i = 0; i < queue.config().size(); i++) {
      Range range =
          switch (queue) {
            case SplitDriver split ->
                new Range(split.ring().descAddress(i), bytes(split.ring(), i));
            case PackedDriver packed -> new Range(packed.ring().descAddress(i), 12 + 9_000);
          };
      if (range.start() != 0 && range.bytes() != 0) {
        ranges.add(range);
      }
    }
    return ranges;
  }

  private static long bytes(SplitRing ring, int i) {
    return (ring.descFlags(i) & SplitRing.DESC_F_WRITE) != 0 ? ring.descLength(i) : 0;
  }
}
