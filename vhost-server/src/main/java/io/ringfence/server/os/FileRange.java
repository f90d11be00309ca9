package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A part of a file that a front-end wants mapped, checked against the file's present state.
 *
 * <p>{@code statx} is used because its layout is equal on every architecture.
 *
 * @param fd the file, open for reading and writing; the caller closes it, also before unmapping
 * @param offset first byte
 * @param size bytes, from 1
 * @param alignment required alignment of a mapping's start and length in bytes: a page, or the huge
 *     page of the file's file system
 * @param sealedAgainstShrinking whether truncation is impossible; if false, any access to it may
 *     fault
 */
public record FileRange(
    Fd fd, long offset, long size, long alignment, boolean sealedAgainstShrinking) {
  private static final LibcFunction STATX = LibcFunction.ofInt("statx");

  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_TYPE_AND_SIZE = 0x1 | 0x200;
  private static final int STATX_BYTES = 256;
  private static final int BLOCK_SIZE_OFFSET = 4;
  private static final int MODE_OFFSET = 28;
  private static final int SIZE_OFFSET = 40;
  private static final int TYPE_MASK = 0xf000;
  private static final int REGULAR = 0x8000;

  private static final int F_GET_SEALS = 1034;
  private static final int F_SEAL_SHRINK = 2;

  /** Largest accepted alignment. The largest huge page of the supported architectures is 16 GiB. */
  private static final long MAX_ALIGNMENT = 1L << 34;

  /**
   * Checks a range of a file.
   *
   * @throws PeerException if it is empty, overflows, or the file is not a regular one of at least
   *     {@code offset + size} bytes
   */
  public static FileRange of(Fd fd, long offset, long size) throws PeerException {
    if (size <= 0 || offset < 0 || offset > Long.MAX_VALUE - size) {
      throw new PeerException(
          "file range of size 0x%x at offset 0x%x, allowed a size from 1 and a sum up to 2^63 - 1"
              .formatted(size, offset));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stat = arena.allocate(STATX_BYTES, 8);
      long emptyPath = arena.allocateFrom("").address();
      long result =
          STATX.call(fd.number(), emptyPath, AT_EMPTY_PATH, STATX_TYPE_AND_SIZE, stat.address());
      OsException.check(result, "statx", fd);
      checkFile(stat, offset, size);
      int blockSize = stat.get(INT, BLOCK_SIZE_OFFSET);
      return new FileRange(fd, offset, size, alignment(blockSize), isSealed(fd));
    }
  }

  private static void checkFile(MemorySegment stat, long offset, long size) throws PeerException {
    int mode = Short.toUnsignedInt(stat.get(ValueLayout.JAVA_SHORT, MODE_OFFSET));
    if ((mode & TYPE_MASK) != REGULAR) {
      throw new PeerException(
          "file of type 0%o to map, allowed a regular file or memfd (0100000)"
              .formatted(mode & TYPE_MASK));
    }
    long length = stat.get(Libc.LONG, SIZE_OFFSET);
    if (length < offset + size) {
      throw new PeerException(
          "file of %d bytes to map, allowed from %d (offset %d + size %d)"
              .formatted(length, offset + size, offset, size));
    }
  }

  /** hugetlbfs reports its page size as block size; others report 4096 or their preferred size. */
  private static long alignment(int blockSize) {
    boolean usable =
        Integer.bitCount(blockSize) == 1
            && blockSize > Libc.PAGE_BYTES
            && Integer.toUnsignedLong(blockSize) <= MAX_ALIGNMENT;
    return usable ? Integer.toUnsignedLong(blockSize) : Libc.PAGE_BYTES;
  }

  /** Returns whether the file is sealed. Files that cannot be sealed answer EINVAL. */
  private static boolean isSealed(Fd fd) {
    long seals = fd.fcntl(F_GET_SEALS, 0);
    return seals > 0 && (seals & F_SEAL_SHRINK) != 0;
  }
}
