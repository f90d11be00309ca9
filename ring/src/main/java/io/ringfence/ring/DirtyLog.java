package io.ringfence.ring;

/** Where a device tells which pages of guest memory it wrote to while the guest is migrated. */
public interface DirtyLog {
  /**
   * Marks the pages that hold a range, each at once and for good: a mark is never lost to another
   * writer of the log.
   *
   * @param bytes from 0, which marks nothing
   * @throws BrokenRingException where the log does not reach that far, or its file was truncated
   */
  void mark(long guestAddress, long bytes);
}
