package io.ringfence.ring;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A guest's memory as the device sees it. The value is immutable; a new memory table replaces it.
 *
 * <p>Addresses are unsigned. Bounds are checked by subtraction: {@code address + bytes} may wrap,
 * {@code end - address} cannot.
 */
public final class GuestMemory {
  /** Why memory may be missing from the table: QEMU lists only memory that it can share. */
  static final String NOT_SHARED =
      "; if the guest has memory there, its memory backend (also that of a DIMM) needs share=on";

  /** Memory without a region, before the front-end has sent a memory table. */
  public static final GuestMemory EMPTY = new GuestMemory(List.of(), List.of());

  /**
   * Guest-physical memory that is contiguous in this process.
   *
   * @param guestAddress guest-physical address of its first byte
   * @param segment its bytes, outside of Java's heap, where a segment's address is an offset in the
   *     heap object; regions with adjacent guest addresses may share an extent
   */
  public record Extent(long guestAddress, MemorySegment segment) {
    /**
     * Checks that the segment is native.
     *
     * @throws IllegalArgumentException if the bytes are in Java's heap
     */
    public Extent {
      if (!segment.isNative()) {
        throw new IllegalArgumentException(
            "%s for guest address 0x%x; it must be native".formatted(segment, guestAddress));
      }
    }
  }

  /**
   * A region in the front-end's address space. Ring addresses are front-end virtual addresses.
   *
   * @param userAddress front-end virtual address of the first byte
   * @param bytes the length
   * @param guestAddress guest-physical address of the first byte
   */
  public record UserRange(long userAddress, long bytes, long guestAddress) {}

  private final long[] starts;
  private final long[] sizes;
  private final MemorySegment[] segments;
  private final long[] mapped;
  private final List<UserRange> userRanges;

  /** Creates a memory of extents, which must not overlap. */
  public GuestMemory(List<Extent> extents, List<UserRange> userRanges) {
    var sorted =
        extents.stream()
            .sorted((a, b) -> Long.compareUnsigned(a.guestAddress(), b.guestAddress()))
            .toList();
    starts = sorted.stream().mapToLong(Extent::guestAddress).toArray();
    sizes = sorted.stream().mapToLong(extent -> extent.segment().byteSize()).toArray();
    segments = sorted.stream().map(Extent::segment).toArray(MemorySegment[]::new);
    mapped = sorted.stream().mapToLong(extent -> extent.segment().address()).toArray();
    this.userRanges = List.copyOf(userRanges);
  }

  /** Returns the number of the extent that holds a guest address; negative if none does. */
  int extentOf(long guestAddress) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long offset = guestAddress - starts[middle];
      if (Long.compareUnsigned(offset, sizes[middle]) < 0) {
        return middle;
      }
      if (Long.compareUnsigned(guestAddress, starts[middle]) < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return -1;
  }

  /** Returns whether an extent of that number exists and holds a guest address. */
  boolean holds(int extent, long guestAddress) {
    return extent < starts.length
        && Long.compareUnsigned(guestAddress - starts[extent], sizes[extent]) < 0;
  }

  /** Returns the address of an extent's first byte in this process. */
  long mapped(int extent) {
    return mapped[extent];
  }

  /**
   * Returns the address of a range in this process, if an extent of that number holds all of it.
   *
   * @return the address; 0 if no such extent exists or it does not hold the range
   */
  long mappedIn(int extent, long guestAddress, long bytes) {
    if (!holds(extent, guestAddress)) {
      return 0;
    }
    long offset = offset(extent, guestAddress);
    return bytes <= room(extent, offset) ? mapped[extent] + offset : 0;
  }

  /** Returns the guest address of a byte at an address of this process. */
  long guestAddress(long address) {
    for (int i = 0; i < segments.length; i++) {
      if (Long.compareUnsigned(address - mapped[i], sizes[i]) < 0) {
        return starts[i] + (address - mapped[i]);
      }
    }
    throw new IllegalArgumentException("0x%x is not in this memory".formatted(address));
  }

  /** Returns a guest address's offset from the start of the extent that holds it, in bytes. */
  long offset(int extent, long guestAddress) {
    return guestAddress - starts[extent];
  }

  /** Returns the bytes from an offset to the extent's end. */
  long room(int extent, long offset) {
    return sizes[extent] - offset;
  }

  /**
   * Returns a range of guest memory as one memory segment.
   *
   * @throws BrokenRingException if the range is not in one extent
   */
  public MemorySegment slice(long guestAddress, long bytes) {
    int extent = extentOf(guestAddress);
    if (extent >= 0) {
      long offset = offset(extent, guestAddress);
      if (bytes <= room(extent, offset)) {
        return segments[extent].asSlice(offset, bytes);
      }
    }
    throw outside(guestAddress, bytes);
  }

  /**
   * Returns the address of a ring's area in this process.
   *
   * @param name the area's name in messages
   * @param alignment bytes; the guest address must be a multiple of it (2.7, 2.8.10.1)
   * @throws BrokenRingException if the area is not aligned, or not in one extent
   */
  public long area(String name, long guestAddress, long bytes, int alignment) {
    if (guestAddress % alignment != 0) {
      throw new BrokenRingException(
          "%s at guest address 0x%x; it must be a multiple of %d"
              .formatted(name, guestAddress, alignment));
    }
    return slice(guestAddress, bytes).address();
  }

  /**
   * Copies guest memory to private memory. The range may cross extents.
   *
   * @throws BrokenRingException if a byte of the range is not in guest memory
   */
  public void copyOut(long guestAddress, MemorySegment target, long bytes) {
    if (wraps(guestAddress, bytes)) {
      throw outside(guestAddress, bytes);
    }
    long done = 0;
    while (done < bytes) {
      int extent = extentOf(guestAddress + done);
      if (extent < 0) {
        throw outside(guestAddress, bytes);
      }
      long offset = offset(extent, guestAddress + done);
      long length = Math.min(bytes - done, room(extent, offset));
      MemorySegment.copy(segments[extent], offset, target, done, length);
      done += length;
    }
  }

  /**
   * Returns the guest-physical address of a front-end virtual address.
   *
   * @throws BrokenRingException if no region holds the whole range
   */
  public long guestAddressOf(long userAddress, long bytes) {
    for (UserRange range : userRanges) {
      long offset = userAddress - range.userAddress();
      if (Long.compareUnsigned(offset, range.bytes()) < 0) {
        return range.guestAddress() + offset;
      }
    }
    throw new BrokenRingException(
        "front-end address 0x%x, %d bytes: not in one region of the memory table"
                .formatted(userAddress, bytes)
            + NOT_SHARED);
  }

  /** Returns whether a range passes the last address. It does not continue at address 0. */
  static boolean wraps(long guestAddress, long bytes) {
    return bytes > 0 && Long.compareUnsigned(bytes - 1, -1L - guestAddress) > 0;
  }

  /**
   * Checks that all of this memory is mapped. Accesses by address do not check this. The caller
   * must repeat the check after any mapping may have been closed.
   *
   * @throws IllegalStateException if a mapping is closed
   */
  public void checkMapped() {
    for (MemorySegment segment : segments) {
      if (!segment.scope().isAlive()) {
        throw new IllegalStateException("guest memory was unmapped while a ring in it is served");
      }
    }
  }

  /** Returns whether the memory has no extent. */
  public boolean isEmpty() {
    return starts.length == 0;
  }

  /**
   * Returns the error for a range that is not in guest memory, with the likely cause if it is
   * known.
   */
  BrokenRingException outside(long guestAddress, long bytes) {
    boolean elsewhere = extentOf(guestAddress) < 0 && !wraps(guestAddress, bytes);
    return new BrokenRingException(
        "guest address 0x%x, %d bytes: not in one region of the memory table%s"
            .formatted(guestAddress, bytes, elsewhere ? NOT_SHARED : ""));
  }
}
