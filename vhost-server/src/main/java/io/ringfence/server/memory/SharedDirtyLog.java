package io.ringfence.server.memory;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.DirtyLog;
import io.ringfence.server.os.AtomicBits;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.FileRange;
import io.ringfence.server.os.Mappings;
import io.ringfence.server.os.OsException;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The front-end's dirty log: one bit per 4096 bytes of guest addresses. The front-end clears bits
 * while workers, and the back-ends of its other devices, set them.
 *
 * <p>A marked page costs a load, an unmarked one a system call (see {@link AtomicBits}).
 */
public final class SharedDirtyLog implements DirtyLog, AutoCloseable {
  private static final int PAGE_SHIFT = 12;
  private static final int ALIGNMENT = 8; // of the words that the front-end clears

  private final Arena arena;
  private final FileRange range;
  private final MemorySegment bits;

  private SharedDirtyLog(Arena arena, FileRange range) {
    this.arena = arena;
    this.range = range;
    bits = Mappings.map(arena, range);
  }

  /**
   * Maps a log.
   *
   * @param file kept until the log is closed; closed also on failure
   * @throws RefusedException if the file is too short
   */
  public static SharedDirtyLog map(Fd file, long offset, long bytes) throws RefusedException {
    if (offset % ALIGNMENT != 0) {
      file.close();
      throw new RefusedException(
          "dirty log at offset 0x%x; allowed are multiples of %d".formatted(offset, ALIGNMENT));
    }
    Arena arena = Arena.ofShared();
    try {
      return new SharedDirtyLog(arena, FileRange.of(file, offset, bytes));
    } catch (PeerException | OsException e) {
      Mappings.unmap(arena);
      file.close();
      throw new RefusedException("dirty log: " + e.getMessage());
    }
  }

  @Override
  public void mark(long guestAddress, long bytes) {
    if (bytes <= 0) {
      return;
    }
    long last = guestAddress + bytes - 1 >>> PAGE_SHIFT;
    for (long page = guestAddress >>> PAGE_SHIFT; page <= last; page++) {
      markPage(page);
    }
  }

  private void markPage(long page) {
    long at = page >>> 3;
    if (at >= bits.byteSize()) {
      throw new BrokenRingException(
          "guest address 0x%x is past the dirty log, whose %d bytes reach up to 0x%x"
              .formatted(page << PAGE_SHIFT, bits.byteSize(), bits.byteSize() << PAGE_SHIFT + 3));
    }
    if ((bits.get(ValueLayout.JAVA_BYTE, at) >> (page & 7) & 1) != 0) {
      return;
    }
    long word = bits.address() + (page >>> 5 << 2);
    try {
      AtomicBits.set(word, (int) page & 31);
    } catch (OsException e) {
      throw new BrokenRingException(
          "the file behind the dirty log was truncated: " + e.getMessage());
    }
  }

  /** Records the log for another process. */
  public DirtyLogRecord record(FdTable fds) {
    return new DirtyLogRecord(fds.put(range.fd()), range.offset(), range.size());
  }

  /** Unmaps it. No worker may use it afterwards. */
  @Override
  public void close() {
    Mappings.unmap(arena);
    range.fd().close();
  }
}
