package io.ringfence.fuzz;

import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * A small guest memory, and a copy of it to hold it against: two regions that touch, a small one,
 * and one that ends at the last address. The segments that the ring code is given are exactly the
 * regions, so that an access besides them, which the ring's own checks should have refused, is an
 * exception of another kind.
 */
final class CheckedMemory {
  /** Guest address of the region that holds the rings. */
  static final long RINGS = 0x1000;

  /** Bytes of it. */
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

  /** As the ring code sees it. */
  GuestMemory guest() {
    return guest;
  }

  /** The region that holds all of a range; -1 where the range is empty, or in none. */
  private static int regionOf(long address) {
    for (int i = 0; i < STARTS.length; i++) {
      if (Long.compareUnsigned(address - STARTS[i], SIZES[i]) < 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether each byte of a range is in a region. The last address has none after it. */
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

  /** All bytes are 0 again. */
  void clear() {
    for (int i = 0; i < segments.length; i++) {
      segments[i].fill((byte) 0);
      Arrays.fill(expected[i], (byte) 0);
    }
  }

  /** The driver writes. Bytes besides the regions are not written. */
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

  /** An unsigned little-endian number in a region, of up to eight bytes. */
  long read(long address, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      int region = regionOf(address + i);
      byte one = segments[region].get(ValueLayout.JAVA_BYTE, address + i - STARTS[region]);
      value = value << 8 | Byte.toUnsignedLong(one);
    }
    return value;
  }

  /** The guest address of a chain's piece, which must lie in a region. */
  long addressOf(Chain chain, int piece) {
    for (int i = 0; i < segments.length; i++) {
      long offset = chain.address(piece) - segments[i].address();
      if (offset >= 0 && offset < SIZES[i]) {
        long length = chain.length(piece);
        Finding.unless(
            length > 0 && length <= SIZES[i] - offset,
            "piece of %d bytes at offset %d of a region of %d bytes",
            length,
            offset,
            SIZES[i]);
        return STARTS[i] + offset;
      }
    }
    throw new Finding("a piece that begins in no region");
  }

  /** The device may have written a range of a region: whatever is there now is as expected. */
  void accept(long address, long bytes) {
    int region = regionOf(address);
    int offset = (int) (address - STARTS[region]);
    MemorySegment.copy(
        segments[region], ValueLayout.JAVA_BYTE, offset, expected[region], offset, (int) bytes);
  }

  /** The device should have written a byte. */
  void expect(long address, byte value) {
    int region = regionOf(address);
    expected[region][(int) (address - STARTS[region])] = value;
  }

  /** Nothing else was written than what was expected and accepted. */
  void check() {
    for (int i = 0; i < segments.length; i++) {
      long at = segments[i].mismatch(MemorySegment.ofArray(expected[i]));
      Finding.unless(at < 0, "guest address 0x%x was written, or not written", STARTS[i] + at);
    }
  }
}
