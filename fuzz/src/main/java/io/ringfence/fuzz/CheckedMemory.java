package io.ringfence.fuzz;

import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * A small guest memory and a copy of it for comparison: two adjacent regions, a small one, and one
 * that ends at the last address. The segments passed to the ring code are exactly the regions.
 * Access outside a region, which the ring's own checks should refuse, thus throws another kind of
 * exception.
 */
final class CheckedMemory {
  /** Guest address of the region with the rings. */
  static final long RINGS = 0x1000;

  /** Bytes of the region with the rings. */
  static final int RINGS_BYTES = 0x1000;

  private static final long[] STARTS = {RINGS, 0x2000, 0x10000, -0x1000};
  private static final int[] SIZES = {RINGS_BYTES, 0x800, 0x100, 0x1000};

  private final byte[][] expected = new byte[SIZES.length][];
  private final MemorySegment[] segments = new MemorySegment[SIZES.length];
  private final GuestMemory guest;

  CheckedMemory(Arena arena) {
    for (int i = 0; i < SIZES.length; i++) {
      expected[i] = new byte[SIZES[i]];
      segments[i] = arena.allocate(SIZES[i], 4096);
    }
    guest =
        new GuestMemory(
            List.of(extent(3), extent(0), extent(2), extent(1)),
            List.of(new GuestMemory.UserRange(RINGS, RINGS_BYTES, RINGS)));
  }

  private GuestMemory.Extent extent(int i) {
    return new GuestMemory.Extent(STARTS[i], segments[i]);
  }

  /** Returns the memory as the ring code sees it. */
  GuestMemory guest() {
    return guest;
  }

  /** Returns the region that contains the whole range; -1 if the range is empty or in no region. */
  private static int regionOf(long address) {
    for (int i = 0; i < STARTS.length; i++) {
      if (Long.compareUnsigned(address - STARTS[i], SIZES[i]) < 0) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether each byte of a range is in a region. No address follows the last one. */
  static boolean holds(long address, long bytes) {
    long at = address;
    long left = bytes;
    while (left > 0) {
      int region = regionOf(at);
      if (region < 0 || left < bytes && at == 0) {
        return false;
      }
      long step = Math.min(left, SIZES[region] - (at - STARTS[region]));
      at += step;
      left -= step;
    }
    return true;
  }

  /** Clears all bytes. */
  void clear() {
    for (int i = 0; i < segments.length; i++) {
      segments[i].fill((byte) 0);
      Arrays.fill(expected[i], (byte) 0);
    }
  }

  /** Writes as the driver. Bytes outside the regions are not written. */
  void write(long address, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      write(address + i, (byte) (value >>> 8 * i));
    }
  }

  void write(long address, byte value) {
    int region = regionOf(address);
    if (region >= 0) {
      int offset = (int) (address - STARTS[region]);
      segments[region].set(ValueLayout.JAVA_BYTE, offset, value);
      expected[region][offset] = value;
    }
  }

  /** Returns an unsigned little-endian number of up to eight bytes in a region. */
  long read(long address, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      int region = regionOf(address + i);
      byte one = segments[region].get(ValueLayout.JAVA_BYTE, address + i - STARTS[region]);
      value = value << 8 | Byte.toUnsignedLong(one);
    }
    return value;
  }

  /** Returns the guest address of a chain's segment, which must lie in a region. */
  long addressOf(Chain chain, int segment) {
    for (int i = 0; i < segments.length; i++) {
      long offset = chain.address(segment) - segments[i].address();
      if (offset >= 0 && offset < SIZES[i]) {
        long length = chain.length(segment);
        Finding.unless(
            length > 0 && length <= SIZES[i] - offset,
            "segment of %d bytes at offset %d of a region of %d bytes",
            length,
            offset,
            SIZES[i]);
        return STARTS[i] + offset;
      }
    }
    throw new Finding("a segment begins in no region");
  }

  /** Accepts the present bytes of a range: the device may have written it. */
  void accept(long address, long bytes) {
    int region = regionOf(address);
    int offset = (int) (address - STARTS[region]);
    MemorySegment.copy(
        segments[region], ValueLayout.JAVA_BYTE, offset, expected[region], offset, (int) bytes);
  }

  /** Records a byte that the device should have written. */
  void expect(long address, byte value) {
    int region = regionOf(address);
    expected[region][(int) (address - STARTS[region])] = value;
  }

  /** Throws if anything was written that was neither expected nor accepted. */
  void check() {
    for (int i = 0; i < segments.length; i++) {
      long at = segments[i].mismatch(MemorySegment.ofArray(expected[i]));
      Finding.unless(
          at < 0, "guest address 0x%x: written without permission, or not written", STARTS[i] + at);
    }
  }
}
