package io.ringfence.testkit.ring;

import java.util.Arrays;

/**
 * The segments of one buffer and their description: chained descriptors, an indirect table, or
 * (split rings only) some of each.
 *
 * <p>Reused from buffer to buffer: {@link #clear()} first. Segments that the device reads ("out")
 * precede segments that it writes ("in"), as VIRTIO 1.3, 2.7.4.2 requires, unless {@link
 * #anyOrder()} is set.
 */
public final class DriverChain {
  private static final int DIRECT = Integer.MAX_VALUE;

  private long[] address = new long[16];
  private int[] length = new int[16];
  private boolean[] writable = new boolean[16];
  private int segments;
  private int indirectFrom = DIRECT;
  private long table;
  private boolean anyOrder;

  /** Removes all segments. Everything is direct again. */
  public DriverChain clear() {
    segments = 0;
    indirectFrom = DIRECT;
    table = 0;
    return this;
  }

  /** Adds a segment that the device reads. */
  public DriverChain out(long guestAddress, int bytes) {
    if (segments > 0 && writable[segments - 1] && !anyOrder) {
      throw new IllegalStateException(
          "segment "
              + segments
              + " is device-readable after a device-writable one; anyOrder() allows it");
    }
    return segment(guestAddress, bytes, false);
  }

  /** Adds a segment that the device writes. */
  public DriverChain in(long guestAddress, int bytes) {
    return segment(guestAddress, bytes, true);
  }

  /** Allows device-readable segments after device-writable ones, which is forbidden to drivers. */
  public DriverChain anyOrder() {
    anyOrder = true;
    return this;
  }

  /** Puts all segments into the indirect table that the driver keeps for the head. */
  public DriverChain indirect() {
    return indirectFrom(0);
  }

  /**
   * Puts segments from {@code segment} on into the driver's indirect table. Those before it are
   * chained in the ring.
   */
  public DriverChain indirectFrom(int segment) {
    return indirectFrom(segment, 0);
  }

  /**
   * Does the same as {@link #indirectFrom(int)}, with the table at a guest address of the caller.
   */
  public DriverChain indirectFrom(int segment, long tableAddress) {
    indirectFrom = segment;
    table = tableAddress;
    return this;
  }

  private DriverChain segment(long guestAddress, int bytes, boolean in) {
    if (segments == address.length) {
      address = Arrays.copyOf(address, 2 * segments);
      length = Arrays.copyOf(length, 2 * segments);
      writable = Arrays.copyOf(writable, 2 * segments);
    }
    address[segments] = guestAddress;
    length[segments] = bytes;
    writable[segments++] = in;
    return this;
  }

  public int segments() {
    return segments;
  }

  public long address(int segment) {
    return address[segment];
  }

  /** Returns the bytes of a segment, an unsigned 32-bit number. */
  public int length(int segment) {
    return length[segment];
  }

  public boolean writable(int segment) {
    return writable[segment];
  }

  /** Returns the bytes that the device may write. */
  public long writableBytes() {
    long sum = 0;
    for (int i = 0; i < segments; i++) {
      sum += writable[i] ? Integer.toUnsignedLong(length[i]) : 0;
    }
    return sum;
  }

  boolean usesTable() {
    return indirectFrom < segments;
  }

  /**
   * Returns the descriptors that are chained in the ring before the one that names the table, if
   * any.
   */
  int chained() {
    return Math.min(indirectFrom, segments);
  }

  /** Returns the descriptors in the ring, including the one that names the table. */
  int ringDescriptors() {
    return chained() + (usesTable() ? 1 : 0);
  }

  long table() {
    return table;
  }
}
