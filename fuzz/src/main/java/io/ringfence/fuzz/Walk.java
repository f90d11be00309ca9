package io.ringfence.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * What a chain of descriptors means, worked out a second time from VIRTIO 1.3 (2.7.5, 2.8.6) and in
 * another way than the device does it: a list of ranges, or null where the driver broke the rules.
 */
final class Walk {
  /**
   * Bytes of guest memory in one direction.
   *
   * @param address guest address of the first
   * @param bytes from 1
   * @param writable by the device
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

  /** Ranges that touch are one, as they are where the device splits them at a region's border. */
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

  /** Whether a table of so many bytes may be there. */
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
