package io.ringfence.testkit.memory;

import io.ringfence.testkit.os.MemFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The guest's physical memory as its driver sees it: regions at chosen guest addresses.
 *
 * <p>Regions with adjacent guest addresses are adjacent in the driver's own mapping too. A ring or
 * a buffer may thus straddle them without a special case in the driver. {@link #regions()} and the
 * table sent to a back-end list them separately.
 *
 * <p>Reads and writes are bounds-checked. An address outside guest memory throws {@link
 * IndexOutOfBoundsException}.
 */
public final class GuestRam implements AutoCloseable {
  private final Arena arena;
  private final List<GuestRegion> regions;
  private final List<MemFd> files;
  private final long[] runStart;
  private final MemorySegment[] runs;
  private final long[] next;

  GuestRam(
      Arena arena,
      List<GuestRegion> regions,
      List<MemFd> files,
      long[] runStart,
      MemorySegment[] runs) {
    this.arena = arena;
    this.regions = List.copyOf(regions);
    this.files = files;
    this.runStart = runStart;
    this.runs = runs;
    this.next =
        regions.stream()
            .mapToLong(r -> r.guestAddress() == 0 ? MemFd.PAGE : r.guestAddress())
            .toArray();
  }

  /** Creates one region of {@code bytes} at guest address 0, in a file of its own. */
  public static GuestRam of(long bytes) {
    return builder().region(0, bytes).build();
  }

  /** Creates one region of {@code bytes} at guest address 0 that no other process can map. */
  public static GuestRam anonymous(long bytes) {
    return builder().anonymous().region(0, bytes).build();
  }

  public static GuestRamBuilder builder() {
    return new GuestRamBuilder();
  }

  /** Returns the regions in the order of the builder. */
  public List<GuestRegion> regions() {
    return regions;
  }

  // Finding memory
  // ---------------------------------------------------------------------------------------------------------------------------

  /** Returns the driver's mapping of a guest range, which may straddle adjacent regions. */
  public MemorySegment slice(long guestAddress, long bytes) {
    int run = runOf(guestAddress, bytes);
    return runs[run].asSlice(guestAddress - runStart[run], bytes);
  }

  /** Returns the front-end address of a guest address, as SET_VRING_ADDR carries it. */
  public long userAddress(long guestAddress) {
    for (GuestRegion region : regions) {
      long offset = guestAddress - region.guestAddress();
      if (Long.compareUnsigned(offset, region.bytes()) < 0) {
        return region.userAddress() + offset;
      }
    }
    throw outside(guestAddress, 1);
  }

  private int runOf(long guestAddress, long bytes) {
    for (int i = 0; i < runs.length; i++) {
      long offset = guestAddress - runStart[i];
      long size = runs[i].byteSize();
      if (Long.compareUnsigned(offset, size) <= 0
          && Long.compareUnsigned(bytes, size - offset) <= 0) {
        return i;
      }
    }
    throw outside(guestAddress, bytes);
  }

  private IndexOutOfBoundsException outside(long guestAddress, long bytes) {
    return new IndexOutOfBoundsException(
        "guest address 0x%x, %d bytes: not in guest memory %s"
            .formatted(guestAddress, bytes, regions));
  }

  // Reading and writing
  // ----------------------------------------------------------------------------------------------------------------------

  /** Copies {@code bytes} of {@code from}, starting at {@code offset}, to a guest address. */
  public void copyIn(long guestAddress, MemorySegment from, long offset, long bytes) {
    int run = runOf(guestAddress, bytes);
    MemorySegment.copy(from, offset, runs[run], guestAddress - runStart[run], bytes);
  }

  /** Copies {@code bytes} from a guest address to {@code into}, starting at {@code offset}. */
  public void copyOut(long guestAddress, MemorySegment into, long offset, long bytes) {
    int run = runOf(guestAddress, bytes);
    MemorySegment.copy(runs[run], guestAddress - runStart[run], into, offset, bytes);
  }

  public void write(long guestAddress, byte[] bytes) {
    copyIn(guestAddress, MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  public byte[] read(long guestAddress, int bytes) {
    byte[] out = new byte[bytes];
    copyOut(guestAddress, MemorySegment.ofArray(out), 0, bytes);
    return out;
  }

  /** Returns one byte, unsigned. */
  public int byteAt(long guestAddress) {
    int run = runOf(guestAddress, 1);
    return runs[run].get(ValueLayout.JAVA_BYTE, guestAddress - runStart[run]) & 0xff;
  }

  public void fill(long guestAddress, long bytes, byte value) {
    slice(guestAddress, bytes).fill(value);
  }

  // Allocating guest addresses
  // ---------------------------------------------------------------------------------------------------------------

  /**
   * Allocates {@code bytes} of guest addresses from the first region that has them. Addresses are
   * never freed.
   */
  public long allocate(long bytes, long alignment) {
    for (int i = 0; i < regions.size(); i++) {
      if (fits(i, bytes, alignment)) {
        return allocateIn(i, bytes, alignment);
      }
    }
    throw new IllegalStateException(
        "guest memory is exhausted: " + bytes + " bytes requested, regions " + regions);
  }

  /**
   * Allocates as {@link #allocate} does, from the region at that position in {@link #regions()}.
   */
  public long allocateIn(int region, long bytes, long alignment) {
    if (!fits(region, bytes, alignment)) {
      throw new IllegalStateException(
          "region %s is allocated up to 0x%x: %d bytes requested"
              .formatted(regions.get(region), next[region], bytes));
    }
    long at = alignUp(next[region], alignment);
    next[region] = at + bytes;
    return at;
  }

  /**
   * Returns an address {@code before} bytes below the end of a region, for buffers and rings that
   * straddle two. The address is not recorded as allocated. Use it for a region whose end {@link
   * #allocate} does not reach.
   */
  public long beforeEndOf(int region, long before) {
    GuestRegion r = regions.get(region);
    return r.guestAddress() + r.bytes() - before;
  }

  private boolean fits(int region, long bytes, long alignment) {
    GuestRegion r = regions.get(region);
    return alignUp(next[region], alignment) - r.guestAddress() + bytes <= r.bytes();
  }

  private static long alignUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }

  // Faults and the end
  // -----------------------------------------------------------------------------------------------------------------------

  /**
   * Truncates the file of a region to {@code fileBytes}, counted from the file's start. Any access
   * to the lost part raises SIGBUS, in this process too.
   */
  public void truncate(int region, long fileBytes) {
    regions.get(region).file().truncate(fileBytes);
  }

  @Override
  public void close() {
    arena.close();
    files.forEach(MemFd::close);
  }
}
