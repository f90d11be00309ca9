package io.ringfence.testkit.memory;

import io.ringfence.testkit.os.MemFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lists the regions of a {@link GuestRam}. Sizes, guest addresses and offsets are multiples of
 * 4096.
 */
public final class GuestRamBuilder {
  // User addresses lie outside any real mapping and are not contiguous across regions. A back-end
  // that confuses its address spaces thus fails.
  private static final long USER_BASE = 0x7e12_3400_0000L;
  private static final long USER_STEP = 0x40_0000_0000L;

  private record Wanted(
      int position, long guestAddress, long bytes, long userAddress, long mmapOffset) {}

  private final List<Wanted> wanted = new ArrayList<>();
  private boolean anonymous;
  private boolean oneFile;
  private boolean sealed;

  GuestRamBuilder() {}

  /** Adds a region at the start of a file of its own, with an invented user address. */
  public GuestRamBuilder region(long guestAddress, long bytes) {
    return region(guestAddress, bytes, USER_BASE + wanted.size() * USER_STEP, 0);
  }

  public GuestRamBuilder region(long guestAddress, long bytes, long userAddress, long mmapOffset) {
    if (((guestAddress | bytes | mmapOffset) & (MemFd.PAGE - 1)) != 0) {
      throw new IllegalArgumentException(
          "region at 0x%x, %d bytes, offset %d: multiples of %d are allowed"
              .formatted(guestAddress, bytes, mmapOffset, MemFd.PAGE));
    }
    wanted.add(new Wanted(wanted.size(), guestAddress, bytes, userAddress, mmapOffset));
    return this;
  }

  /** Uses memory of this process alone, for rings that are tested without a socket. */
  public GuestRamBuilder anonymous() {
    anonymous = true;
    return this;
  }

  /**
   * Uses one file for all regions, one after the other, as QEMU does for memory above 4 GiB.
   * Requested offsets are ignored.
   */
  public GuestRamBuilder oneFile() {
    oneFile = true;
    return this;
  }

  /** Uses files that cannot shrink, as QEMU's are by default. */
  public GuestRamBuilder sealed() {
    sealed = true;
    return this;
  }

  public GuestRam build() {
    Arena arena = Arena.ofShared();
    MemFd[] files = files();
    GuestRegion[] regions = new GuestRegion[wanted.size()];
    List<Long> starts = new ArrayList<>();
    List<MemorySegment> runs = new ArrayList<>();
    for (List<Wanted> run : adjacent()) {
      long start = run.getFirst().guestAddress();
      long bytes = run.stream().mapToLong(Wanted::bytes).sum();
      MemorySegment whole =
          anonymous ? arena.allocate(bytes, MemFd.PAGE) : MemFd.reserve(bytes, arena);
      for (Wanted w : run) {
        MemorySegment part = whole.asSlice(w.guestAddress() - start, w.bytes());
        regions[w.position()] = region(w, files, part);
      }
      starts.add(start);
      runs.add(whole);
    }
    List<MemFd> owned = anonymous ? List.of() : List.of(files).stream().distinct().toList();
    long[] runStarts = starts.stream().mapToLong(Long::longValue).toArray();
    return new GuestRam(
        arena, List.of(regions), owned, runStarts, runs.toArray(MemorySegment[]::new));
  }

  private MemFd[] files() {
    MemFd[] files = new MemFd[wanted.size()];
    if (anonymous) {
      return files;
    }
    long total = wanted.stream().mapToLong(Wanted::bytes).sum();
    MemFd shared = oneFile ? new MemFd("guest-ram", total) : null;
    for (Wanted w : wanted) {
      files[w.position()] = oneFile ? shared : new MemFd("guest-ram", w.mmapOffset() + w.bytes());
      if (sealed) {
        files[w.position()].sealShrink();
      }
    }
    return files;
  }

  private GuestRegion region(Wanted w, MemFd[] files, MemorySegment part) {
    long offset = w.mmapOffset();
    if (oneFile) {
      offset = wanted.subList(0, w.position()).stream().mapToLong(Wanted::bytes).sum();
    }
    MemFd file = files[w.position()];
    if (file != null) {
      file.mapOver(part, offset);
    }
    return new GuestRegion(w.guestAddress(), w.bytes(), w.userAddress(), offset, file, part);
  }

  /** Groups the regions by guest address: adjacent regions share a group. */
  private List<List<Wanted>> adjacent() {
    List<List<Wanted>> runs = new ArrayList<>();
    long end = -1;
    List<Wanted> sorted = new ArrayList<>(wanted);
    sorted.sort(Comparator.comparingLong(Wanted::guestAddress));
    for (Wanted w : sorted) {
      if (runs.isEmpty() || w.guestAddress() != end) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(w);
      end = w.guestAddress() + w.bytes();
    }
    return runs;
  }
}
