package io.ringfence.ring.queue;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.GuestMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A private copy of an indirect descriptor table (2.7.5.3, 2.8.7). The driver could change the
 * table between a check and a use, so it is copied once. The table may cross extents of guest
 * memory and need not be aligned.
 */
final class IndirectTable {
  private static final int ENTRY_BYTES = 16;

  private final int most;
  private MemorySegment entries;

  /** Creates a table of at most {@code most} entries, the queue size, which bounds every chain. */
  IndirectTable(int most) {
    this.most = most;
    this.entries = allocate(Math.min(most, 64));
  }

  /**
   * Copies a table.
   *
   * @return the number of entries
   * @throws BrokenRingException if its length is not allowed, or it is not in guest memory
   */
  int load(GuestMemory memory, long guestAddress, long bytes) {
    if (bytes == 0 || bytes % ENTRY_BYTES != 0 || bytes / ENTRY_BYTES > most) {
      throw new BrokenRingException(
          "indirect table of %d bytes; allowed are multiples of %d up to %d, the queue size"
              .formatted(bytes, ENTRY_BYTES, (long) most * ENTRY_BYTES));
    }
    if (bytes > entries.byteSize()) {
      entries = allocate(most);
    }
    memory.copyOut(guestAddress, entries, bytes);
    return (int) (bytes / ENTRY_BYTES);
  }

  long entries() {
    return entries.address();
  }

  private static MemorySegment allocate(int count) {
    return Arena.ofAuto().allocate((long) count * ENTRY_BYTES, ENTRY_BYTES);
  }
}
