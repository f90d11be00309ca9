package io.ringfence.server.pair;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.os.EventFd;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A ring of the daemon's own, and the driver's half of it, so that a data path can run without a
 * guest. Its memory must hold zeros at first.
 *
 * <pre>
 *   0x000 descriptors   0x400 driver area   0x800 device area
 * </pre>
 */
final class PrivateRing {
  /** Bytes of a ring, all areas. */
  static final long BYTES = 0x1000;

  /** The most descriptors. */
  static final int MOST_DESCRIPTORS = 64;

  static final int DESCRIPTOR_BYTES = 16;
  static final int NEXT = 1; // flags of a descriptor
  static final int WRITE = 2;
  static final int INDIRECT = 4;

  private static final long DRIVER_AREA = 0x400;
  private static final long DEVICE_AREA = 0x800;
  private static final int AVAILABLE = 1 << 7; // of a packed ring, see VIRTIO 1.3, 2.8.1
  private static final int USED = 1 << 15;
  private static final int ENABLE = 0; // of the driver event suppression structure
  private static final int DISABLE = 1;
  private static final int FAR_AHEAD = 1 << 14; // distance of an event that is not passed soon

  private final MemorySegment memory;
  private final long at;
  private final int size;
  private final boolean packed;

  /**
   * @param at offset of the ring in {@code memory}, which is also its guest address
   */
  PrivateRing(MemorySegment memory, long at, int size, boolean packed) {
    this.memory = memory;
    this.at = at;
    this.size = size;
    this.packed = packed;
  }

  /** The ring as a data path needs it, at its start and enabled. */
  RingSetup setup(boolean eventIndex, EventFd call, VringCounters counters) {
    var config = new VringConfig(packed, size, at, at + DRIVER_AREA, at + DEVICE_AREA, eventIndex);
    RingPosition start = packed ? new RingPosition(0, 0, true, true) : RingPosition.split(0);
    return new RingSetup(config, start, true, call, counters);
  }

  /**
   * Makes a chain of one descriptor available, as a driver does.
   *
   * @param index counts the chains of this ring from 0
   */
  void offer(int index, long address, int bytes, int flags) {
    int slot = index % size;
    long descriptor = at + (long) slot * DESCRIPTOR_BYTES;
    if (packed) {
      boolean firstWrap = index / size % 2 == 0;
      describe(descriptor, address, bytes, flags | (firstWrap ? AVAILABLE : USED), slot);
    } else {
      describe(descriptor, address, bytes, flags, 0);
      setShort(at + DRIVER_AREA + 4 + 2L * slot, slot);
      setShort(at + DRIVER_AREA + 2, index + 1); // avail.idx
    }
  }

  /**
   * Writes a table of two buffers, as Linux's driver does for a header and a frame.
   *
   * @param table offset of the table, two descriptors long
   */
  void describeTwo(long table, long address, int firstBytes, int secondBytes) {
    describe(table, address, firstBytes, packed ? 0 : NEXT, 1);
    describe(table + DESCRIPTOR_BYTES, address + firstBytes, secondBytes, 0, 0);
  }

  /**
   * Writes a descriptor.
   *
   * @param nextOrId the field before the flags of a packed ring, or after those of a split ring
   */
  private void describe(long descriptor, long address, int bytes, int flags, int nextOrId) {
    memory.set(ValueLayout.JAVA_LONG, descriptor, address);
    memory.set(ValueLayout.JAVA_INT, descriptor + 8, bytes);
    setShort(descriptor + (packed ? 12 : 14), nextOrId);
    setShort(descriptor + (packed ? 14 : 12), flags);
  }

  /** Requests a call for the used element {@code index}, or for each in a packed ring. */
  void requestCall(int index) {
    if (packed) {
      setDriverEvent(ENABLE);
    } else {
      setUsedEvent(index);
    }
  }

  /**
   * Requests no call for a while.
   *
   * @param index of the next used element
   */
  void suppressCalls(int index) {
    if (packed) {
      setDriverEvent(DISABLE);
    } else {
      setUsedEvent(index + FAR_AHEAD);
    }
  }

  private void setDriverEvent(int flags) {
    setShort(at + DRIVER_AREA + 2, flags);
  }

  private void setUsedEvent(int index) {
    setShort(at + DRIVER_AREA + 4 + 2L * size, index);
  }

  private void setShort(long offset, int value) {
    memory.set(ValueLayout.JAVA_SHORT, offset, (short) value);
  }
}
