package io.ringfence.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A second derivation of a chain's meaning from VIRTIO 1.3 (2.7.5, 2.8.6), independent of the
 * device's: a list of ranges, or null if the driver broke the rules.
 */
final class Walk {
  /**
   * Bytes of guest memory in one direction.
   *
   * @param address guest address of the first byte
   * @param bytes from 1
   * @param writable whether the device may write
   */
  record Range(long address, long bytes, boolean writable) {}

  static final int NEXT = 1;
  static final int WRITE = 2;
  static final int INDIRECT = 4;
  static final int BYTES = 16; // of a descriptor

  private static final long MOST_BYTES = 1L << 32;

  private final List<Range> ranges = new ArrayList<>();
  private long bytes;
  private boolean broken;
  private boolean written;

  /** Adds a descriptor's buffer. */
  void add(long address, long length, boolean writable) {
    bytes += length;
    broken |= !writable && written;
    broken |= bytes > MOST_BYTES;
    broken |= length > 0 && !CheckedMemory.holds(address, length);
    written |= writable && length > 0;
    if (!broken && length > 0) {
      append(new Range(address, length, writable));
    }
  }

  /**
   * Appends a range. Adjacent ranges merge, since the device splits a buffer at a region's border.
   */
  private void append(Range range) {
    Range last = ranges.isEmpty() ? null : ranges.getLast();
    if (last != null
        && last.writable == range.writable
        && last.address + last.bytes == range.address) {
      ranges.removeLast();
      ranges.add(new Range(last.address, last.bytes + range.bytes, range.writable));
    } else {
      ranges.add(range);
    }
  }

  void breakRules() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  /** Returns whether a table of {@code length} bytes is allowed at {@code address}. */
  static boolean isTable(long address, long length, int queueSize) {
    return length > 0
        && length % BYTES == 0
        && length <= (long) queueSize * BYTES
        && CheckedMemory.holds(address, length);
  }

  List<Range> ranges() {
    return broken ? null : ranges;
  }
}
