package io.ringfence.testkit.device;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.PackedRing;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.ring.SplitRing;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Returns buffers of direct descriptors in order, without allocation: sufficient for a measurement
 * of the driver.
 */
public interface InstantDevice {
  MemorySegment ONE_BUFFER = MemorySegment.ofArray(new byte[] {1, 0});

  /**
   * Uses up to {@code most} available buffers.
   *
   * @param length the length in each used element; if not 0, the header's num_buffers becomes 1
   * @return the number of used buffers
   */
  int use(int most, int length);

  static InstantDevice of(GuestRam ram, DriverQueue queue) {
    return switch (queue) {
      case SplitDriver split -> new OfSplit(ram, split.ring());
      case PackedDriver packed -> new OfPacked(ram, packed.ring());
    };
  }

  final class OfSplit implements InstantDevice {
    private final GuestRam ram;
    private final SplitRing ring;
    private int next;

    OfSplit(GuestRam ram, SplitRing ring) {
      this.ram = ram;
      this.ring = ring;
    }

    @Override
    public int use(int most, int length) {
      int used = 0;
      int idx = ring.availIdx();
      VarHandle.acquireFence();
      for (; used < most && next != idx; used++) {
        int slot = next % ring.size();
        int head = ring.availEntry(slot);
        if (length > 0) {
          ram.copyIn(ring.descAddress(head) + 10, ONE_BUFFER, 0, 2);
        }
        ring.usedEntry(slot, head, length);
        next = (next + 1) & 0xffff;
      }
      VarHandle.releaseFence();
      ring.usedIdx(next);
      return used;
    }
  }

  final class OfPacked implements InstantDevice {
    private final GuestRam ram;
    private final PackedRing ring;
    private int next;
    private boolean wrap = true;

    OfPacked(GuestRam ram, PackedRing ring) {
      this.ram = ram;
      this.ring = ring;
    }

    @Override
    public int use(int most, int length) {
      int used = 0;
      for (; used < most && available(); used++) {
        VarHandle.acquireFence();
        int first = next;
        boolean firstWrap = wrap;
        if (length > 0) {
          ram.copyIn(ring.descAddress(first) + 10, ONE_BUFFER, 0, 2);
        }
        ring.descBody(first, 0, length, skipChain());
        VarHandle.releaseFence();
        ring.descFlags(first, (firstWrap ? 0x8080 : 0) | (length > 0 ? 2 : 0));
      }
      return used;
    }

    private boolean available() {
      int flags = ring.descFlags(next);
      return ((flags & 0x80) != 0) == wrap && ((flags & 0x8000) != 0) != wrap;
    }

    /** Advances past the chain. Returns its buffer id. */
    private int skipChain() {
      while (true) {
        boolean more = (ring.descFlags(next) & 1) != 0;
        int id = ring.descId(next);
        if (++next == ring.size()) {
          next = 0;
          wrap = !wrap;
        }
        if (!more) {
          return id;
        }
      }
    }
  }
}
