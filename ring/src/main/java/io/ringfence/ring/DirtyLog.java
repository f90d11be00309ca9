package io.ringfence.ring;

/** The log of the pages of guest memory that a device writes during a live migration. */
public interface DirtyLog {
  /**
   * Marks the pages that hold a range. Each mark is atomic: no other writer of the log can lose it.
   *
   * @param bytes length of the range; 0 marks nothing
   * @throws BrokenRingException if the log is too short for the range, or its file was truncated
   */
  void mark(long guestAddress, long bytes);
}
