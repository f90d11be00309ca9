package io.ringfence.ring;

/**
 * Marks a queue's writes in a dirty log (vhost-user, "Migration").
 *
 * @param pages the log
 * @param rings whether to mark writes of the ring too, not only those of buffers
 * @param used guest address that stands for a split ring's used ring in the log; a packed ring is
 *     marked at its own address
 */
public record RingLog(DirtyLog pages, boolean rings, long used) {
  /** Marks the first {@code bytes} bytes of a chain's writable segments. */
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
