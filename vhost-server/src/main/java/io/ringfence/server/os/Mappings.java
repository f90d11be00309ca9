package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Maps files shared, readable and writable. Several ranges can be mapped adjacently, so that
 * adjacent regions in guest addresses are adjacent here.
 *
 * <pre>
 *   reserved, no access     |------------------------------------------------|
 *   mapped over it                |  range 0   | range 1 |     range 2    |
 *   the segment                      |=================================|
 *                                 ^  ^ offset of range 0 within its page
 *                                 multiple of the largest alignment
 * </pre>
 *
 * The mapping lives as long as the arena: closing it unmaps. The arena does not protect a segment
 * that a system call uses by address (an I/O vector). Stop such users before closing.
 */
public final class Mappings {
  private static final LibcFunction MMAP = LibcFunction.ofLong("mmap");
  private static final LibcFunction MUNMAP = LibcFunction.ofInt("munmap");

  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 3;
  private static final int SHARED_FIXED = 0x01 | 0x10;
  private static final int SHARED_POPULATED = 0x01 | 0x8000;
  private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
  private static final int NO_FD = -1;

  private static final ReentrantLock UNMAPPING = new ReentrantLock();

  private Mappings() {}

  /**
   * Maps one range. Never fails for alignment: the surrounding pages are mapped, but outside the
   * segment.
   */
  public static MemorySegment map(Arena arena, FileRange range) {
    return mapJoined(arena, List.of(range));
  }

  /**
   * Closes a shared arena and thus unmaps it. One at a time, since each close is a handshake with
   * every thread of the JVM. When many front-ends end together, concurrent closes make each
   * handshake 15 times as slow (two cores, 200 front-ends: 3.2 ms, not 0.2).
   */
  public static void unmap(Arena shared) {
    UNMAPPING.lock();
    try {
      shared.close();
    } finally {
      UNMAPPING.unlock();
    }
  }

  /**
   * Returns whether ranges can be mapped adjacently: each border must be a page border on both
   * sides, also in the files.
   */
  public static boolean joinable(List<FileRange> ranges) {
    long position = leadIn(ranges);
    for (int i = 0; i < ranges.size(); i++) {
      FileRange range = ranges.get(i);
      boolean startFits = i == 0 || aligned(position, range) && aligned(range.offset(), range);
      position += range.size();
      boolean endFits = i == ranges.size() - 1 || aligned(position, range);
      if (!startFits || !endFits || position < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Maps ranges adjacently and returns one segment over all of them, of the sum of their sizes.
   *
   * @throws IllegalArgumentException if they are not {@link #joinable}
   * @throws OsException EACCES if a file is not open for both reading and writing, EPERM if it is
   *     sealed against writing, ENOMEM
   */
  public static MemorySegment mapJoined(Arena arena, List<FileRange> ranges) {
    if (ranges.isEmpty() || !joinable(ranges)) {
      throw new IllegalArgumentException("ranges that do not meet at page borders: " + ranges);
    }
    long leadIn = leadIn(ranges);
    long alignment = alignment(ranges);
    long size = ranges.stream().mapToLong(FileRange::size).sum(); // joinable: no overflow
    if (size > Long.MAX_VALUE - leadIn - 2 * alignment) {
      throw new OsException("mmap " + size + " bytes", Errno.ENOMEM);
    }
    long mapped = roundUp(leadIn + size, alignment);
    long reservedBytes = mapped + alignment;
    long reserved = reserve(reservedBytes);
    long start = roundUp(reserved, alignment);
    try {
      placeAll(ranges, start + leadIn);
      return MemorySegment.ofAddress(start)
          .reinterpret(mapped, arena, unused -> unmap(reserved, reservedBytes))
          .asSlice(leadIn, size);
    } catch (RuntimeException failed) {
      unmap(reserved, reservedBytes);
      throw failed;
    }
  }

  /**
   * Maps a queue that the kernel shares, with its pages populated.
   *
   * @throws OsException if the offset does not exist, or memory is short
   */
  static MemorySegment mapQueue(Arena arena, Fd queue, long bytes, long offset) {
    long result = MMAP.call(0, bytes, PROT_READ_WRITE, SHARED_POPULATED, queue.number(), offset);
    long start = checkMapped(result, queue + " offset " + offset + " size " + bytes);
    return MemorySegment.ofAddress(start).reinterpret(bytes, arena, unused -> unmap(start, bytes));
  }

  private static void placeAll(List<FileRange> ranges, long firstByte) {
    long position = firstByte;
    for (FileRange range : ranges) {
      long before = range.offset() & (range.alignment() - 1);
      long bytes = roundUp(before + range.size(), range.alignment());
      long result =
          MMAP.call(
              position - before,
              bytes,
              PROT_READ_WRITE,
              SHARED_FIXED,
              range.fd().number(),
              range.offset() - before);
      checkMapped(result, range.fd() + " offset " + range.offset() + " size " + range.size());
      position += range.size();
    }
  }

  private static long reserve(long bytes) {
    long result = MMAP.call(0, bytes, PROT_NONE, PRIVATE_ANONYMOUS_NORESERVE, NO_FD, 0);
    return checkMapped(result, bytes + " bytes of address space");
  }

  private static long checkMapped(long result, String what) {
    return OsException.check(result, "mmap", what);
  }

  private static long leadIn(List<FileRange> ranges) {
    FileRange first = ranges.getFirst();
    return first.offset() & (first.alignment() - 1);
  }

  private static long alignment(List<FileRange> ranges) {
    return ranges.stream().mapToLong(FileRange::alignment).max().orElseThrow();
  }

  private static boolean aligned(long value, FileRange range) {
    return (value & (range.alignment() - 1)) == 0;
  }

  private static long roundUp(long value, long alignment) {
    return Math.addExact(value, alignment - 1) & -alignment;
  }

  private static void unmap(long address, long bytes) {
    OsException.check(MUNMAP.call(address, bytes), "munmap", bytes + " bytes");
  }
}
