package io.ringfence.ring;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A guest's memory as the device sees it: an immutable value that is replaced whole.
 *
 * <p>Addresses are unsigned. Bounds are checked by subtraction, since {@code address + bytes} may
 * wrap and {@code end - address} cannot.
 */
public final class GuestMemory {
  /** What leaves memory out of the table: QEMU tells only of what it can share by a descriptor. */
  static final String NOT_SHARED =
      "; if the guest has memory there, its memory backend (also that of a DIMM) needs share=on";

  /** Memory without a single region, before the front-end has sent a table. */
  public static final GuestMemory EMPTY = new GuestMemory(List.of(), List.of());

  /**
   * Guest-physical memory that lies in one segment of ours.
   *
   * @param guestAddress guest-physical address of its first byte
   * @param segment its bytes, outside of Java's heap, whose segments have offsets for addresses;
   *     regions that are neighbours in guest addresses may share an extent
   */
  public record Extent(long guestAddress, MemorySegment segment) {
    /**
     * Checks it.
     *
     * @throws IllegalArgumentException where the bytes are in Java's heap
     */
    public Extent {
      if (!segment.isNative()) {
        throw new IllegalArgumentException(
            "%s for guest address 0x%x; it must be native".formatted(segment, guestAddress));
      }
    }
  }

  /**
   * Where the front-end sees a region: ring addresses come in these terms.
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

  /** Memory of extents, which must not overlap. */
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

  /** The number of the extent that holds a guest address; negative where none does. */
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

  /** Whether there is an extent of that number, and it holds a guest address. */
  boolean holds(int extent, long guestAddress) {
    return extent < starts.length
        && Long.compareUnsigned(guestAddress - starts[extent], sizes[extent]) < 0;
  }

  /** Where an extent's first byte is mapped. */
  long mapped(int extent) {
    return mapped[extent];
  }

  /**
   * Where a range is mapped, if there is an extent of that number that holds all of it.
   *
   * @return the address; 0 where there is none, or it does not
   */
  long mappedIn(int extent, long guestAddress, long bytes) {
    if (!holds(extent, guestAddress)) {
      return 0;
    }
    long offset = offset(extent, guestAddress);
    return bytes <= room(extent, offset) ? mapped[extent] + offset : 0;
  }

  /** The guest address of a byte, by where it is mapped. */
  long guestAddress(long address) {
    for (int i = 0; i < segments.length; i++) {
      if (Long.compareUnsigned(address - mapped[i], sizes[i]) < 0) {
        return starts[i] + (address - mapped[i]);
      }
    }
    throw new IllegalArgumentException("0x%x is not in this memory".formatted(address));
  }

  /** The bytes between a guest address and the start of the extent that holds it. */
  long offset(int extent, long guestAddress) {
    return guestAddress - starts[extent];
  }

  /** The bytes from an offset to the extent's end. */
  long room(int extent, long offset) {
    return sizes[extent] - offset;
  }

  /**
   * Guest memory as one segment.
   *
   * @throws BrokenRingException where the range is not in one segment
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
   * Where a ring's area is mapped, in one segment.
   *
   * @param name for the message
   * @param alignment bytes that its address is a multiple of (2.7, 2.8.10.1)
   * @throws BrokenRingException where it is not, or is not in one segment
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
   * Copies guest memory out, across extents where it must.
   *
   * @throws BrokenRingException where a byte of it is not mapped
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
   * The guest-physical address of a front-end virtual address.
   *
   * @throws BrokenRingException where no region holds the whole range
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

  /** Whether a range passes the last address; what is mapped at the first does not continue it. */
  static boolean wraps(long guestAddress, long bytes) {
    return bytes > 0 && Long.compareUnsigned(bytes - 1, -1L - guestAddress) > 0;
  }

  /**
   * Answers for every address that this memory gives, until its mappings are next closed: accesses
   * by address do not ask.
   *
   * @throws IllegalStateException where one is closed
   */
  public void checkMapped() {
    for (MemorySegment segment : segments) {
      if (!segment.scope().isAlive()) {
        throw new IllegalStateException("guest memory was unmapped under a ring that is served");
      }
    }
  }

  /** Whether there is no memory at all. */
  public boolean isEmpty() {
    return starts.length == 0;
  }

  /**
   * For a range that is not in guest memory: the error, with the likely cause where there is one.
   */
  BrokenRingException outside(long guestAddress, long bytes) {
    boolean elsewhere = extentOf(guestAddress) < 0 && !wraps(guestAddress, bytes);
    return new BrokenRingException(
        "guest address 0x%x, %d bytes: not in one region of the memory table%s"
            .formatted(guestAddress, bytes, elsewhere ? NOT_SHARED : ""));
  }
}
