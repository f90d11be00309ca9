package io.ringfence.testkit.ring;

import io.ringfence.testkit.memory.GuestRam;
import java.lang.foreign.MemorySegment;

/** One indirect descriptor table for each head of a queue (VIRTIO 1.3, 2.7.5.3 and 2.8.7). */
final class IndirectTables {
  private final GuestRam ram;
  private final int entries;
  private final long first;
  private final MemorySegment memory;

  IndirectTables(GuestRam ram, int heads, int entries) {
    this.ram = ram;
    this.entries = entries;
    long bytes = (long) heads * entries * SplitRing.DESC_BYTES;
    first = entries == 0 ? 0 : ram.allocate(bytes, SplitRing.DESC_BYTES);
    memory = entries == 0 ? null : ram.slice(first, bytes);
  }

  /**
   * Returns the bytes of the table that {@code chain} needs, as the descriptor that names it
   * states.
   */
  int bytes(DriverChain chain) {
    return (chain.segments() - chain.chained()) * SplitRing.DESC_BYTES;
  }

  /**
   * Writes the table of {@code head} in the split format, entries linked in order. Returns its
   * guest address.
   */
  long writeSplit(DriverChain chain, int head) {
    MemorySegment into = tableOf(chain, head);
    long at = chain.table() == 0 ? offset(head) : 0;
    int last = chain.segments() - 1;
    for (int i = chain.chained(); i <= last; i++, at += SplitRing.DESC_BYTES) {
      int flags =
          (chain.writable(i) ? SplitRing.DESC_F_WRITE : 0) | (i < last ? SplitRing.DESC_F_NEXT : 0);
      int next = i < last ? i + 1 - chain.chained() : 0;
      SplitRing.writeDesc(into, at, chain.address(i), chain.length(i), flags, next);
    }
    return address(chain, head);
  }

  /**
   * Writes the table of buffer id {@code head} in the packed format, in which WRITE is the only
   * flag. Returns its guest address.
   */
  long writePacked(DriverChain chain, int head) {
    MemorySegment into = tableOf(chain, head);
    long at = chain.table() == 0 ? offset(head) : 0;
    for (int i = chain.chained(); i < chain.segments(); i++, at += SplitRing.DESC_BYTES) {
      int flags = chain.writable(i) ? PackedRing.DESC_F_WRITE : 0;
      PackedRing.writeDesc(into, at, chain.address(i), chain.length(i), 0, flags);
    }
    return address(chain, head);
  }

  private long offset(int head) {
    return (long) head * entries * SplitRing.DESC_BYTES;
  }

  private long address(DriverChain chain, int head) {
    return chain.table() == 0 ? first + offset(head) : chain.table();
  }

  private MemorySegment tableOf(DriverChain chain, int head) {
    if (chain.table() != 0) {
      return ram.slice(chain.table(), bytes(chain));
    }
    int needed = chain.segments() - chain.chained();
    if (needed > entries) {
      throw new IllegalStateException(
          "indirect table of "
              + needed
              + " entries asked for head "
              + head
              + ": the queue was set up with "
              + entries);
    }
    return memory;
  }
}
