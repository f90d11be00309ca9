package io.ringfence.ring;

/**
 * What a queue marks of its writes in a dirty log (vhost-user, "Migration").
 *
 * @param pages the log
 * @param rings whether writes of the ring itself are wanted besides those of buffers
 * @param used guest address under which a split ring's used ring is marked; packed rings are marked
 *     where they are
 */
public record RingLog(DirtyLog pages, boolean rings, long used) {
  /** Marks what was written of a chain: so many bytes from the start of its writable segments. */
  public void written(GuestMemory memory, Chain chain, long bytes) {
    long left = bytes;
    for (int i = chain.readableSegments(); left > 0 && i < chain.segments(); i++) {
      long length = Math.min(left, chain.length(i));
      pages.mark(memory.guestAddress(chain.address(i)), length);
      left -= length;
    }
  }

  /** Marks a part of a split ring's used ring. */
  public void usedRing(long offset, long bytes) {
    ring(used + offset, bytes);
  }

  /** Marks a part of a ring by its guest address. */
  public void ring(long guestAddress, long bytes) {
    if (rings) {
      pages.mark(guestAddress, bytes);
    }
  }
}
