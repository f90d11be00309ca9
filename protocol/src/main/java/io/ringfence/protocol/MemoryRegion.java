package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;

/**
 * A region of guest memory (specification: "Memory regions description"). All four fields are
 * unsigned. Neither {@code gpa + size} nor {@code uva + size} exceeds 2^64, and {@code mmapOffset +
 * size} fits a file offset.
 *
 * @param gpa guest address of the first byte
 * @param size bytes, not 0
 * @param uva the front-end's own virtual address of the first byte
 * @param mmapOffset offset of the first byte in the file of the descriptor that came with the
 *     message
 */
public record MemoryRegion(long gpa, long size, long uva, long mmapOffset) {
  static final int BYTES = 32;

  static MemoryRegion read(MemorySegment payload, long offset) throws ProtocolException {
    MemoryRegion region =
        new MemoryRegion(
            Wire.u64(payload, offset),
            Wire.u64(payload, offset + 8),
            Wire.u64(payload, offset + 16),
            Wire.u64(payload, offset + 24));
    region.check();
    return region;
  }

  /** Returns whether the two regions share a guest address or a front-end address. */
  public boolean overlaps(MemoryRegion other) {
    return overlap(gpa, size, other.gpa, other.size) || overlap(uva, size, other.uva, other.size);
  }

  /**
   * Returns whether REM_MEM_REG with {@code other} names this region. The mmap offset does not
   * count.
   */
  public boolean sameRegion(MemoryRegion other) {
    return gpa == other.gpa && size == other.size && uva == other.uva;
  }

  private void check() throws ProtocolException {
    if (size == 0) {
      throw new ProtocolException(this + ": size 0, allowed from 1");
    }
    if (wraps(gpa)) {
      throw new ProtocolException(this + ": guest address + size passes 2^64");
    }
    if (wraps(uva)) {
      throw new ProtocolException(this + ": front-end address + size passes 2^64");
    }
    // Both are file offsets, which are signed.
    if (mmapOffset < 0 || size < 0 || mmapOffset > Long.MAX_VALUE - size) {
      throw new ProtocolException(this + ": mmap offset + size passes 2^63 - 1");
    }
  }

  /** Compares by subtraction, since the sum may wrap. A region may end at the last address. */
  private boolean wraps(long start) {
    return Long.compareUnsigned(size - 1, -1L - start) > 0;
  }

  private static boolean overlap(long a, long aSize, long b, long bSize) {
    // One of the differences is the true distance; the other wraps to a huge unsigned number.
    return Long.compareUnsigned(b - a, aSize) < 0 || Long.compareUnsigned(a - b, bSize) < 0;
  }

  @Override
  public String toString() {
    return "region gpa=0x%x size=0x%x uva=0x%x mmap_offset=0x%x"
        .formatted(gpa, size, uva, mmapOffset);
  }
}
