package io.ringfence.testkit.ring;

import java.util.Arrays;

/**
 * The pieces of one buffer and how they are to be described: chained descriptors, an indirect
 * table, or (split rings only) some of each.
 *
 * <p>Reused from buffer to buffer: {@link #clear()} first. Pieces the device reads ("out") come
 * before pieces it writes ("in"), as VIRTIO 1.3, 2.7.4.2 asks, unless {@link #anyOrder()} is set.
 */
public final class DriverChain {
  private static final int DIRECT = Integer.MAX_VALUE;

  private long[] address = new long[16];
  private int[] length = new int[16];
  private boolean[] writable = new boolean[16];
  private int pieces;
  private int indirectFrom = DIRECT;
  private long table;
  private boolean anyOrder;

  /** Forgets all pieces; everything is direct again. */
  public DriverChain clear() {
    pieces = 0;
    indirectFrom = DIRECT;
    table = 0;
    return this;
  }

  /** A piece that the device reads. */
  public DriverChain out(long guestAddress, int bytes) {
    if (pieces > 0 && writable[pieces - 1] && !anyOrder) {
      throw new IllegalStateException(
          "piece "
              + pieces
              + " is device-readable after a device-writable one; anyOrder() allows it");
    }
    return piece(guestAddress, bytes, false);
  }

  /** A piece that the device writes. */
  public DriverChain in(long guestAddress, int bytes) {
    return piece(guestAddress, bytes, true);
  }

  /** Lets device-readable pieces follow device-writable ones, which no driver may do. */
  public DriverChain anyOrder() {
    anyOrder = true;
    return this;
  }

  /** All pieces go to the indirect table that the driver keeps for the head. */
  public DriverChain indirect() {
    return indirectFrom(0);
  }

  /**
   * Pieces from that position on go to the driver's indirect table; those before it are chained in
   * the ring.
   */
  public DriverChain indirectFrom(int piece) {
    return indirectFrom(piece, 0);
  }

  /** As {@link #indirectFrom(int)}, with the table at a guest address of the caller's. */
  public DriverChain indirectFrom(int piece, long tableAddress) {
    indirectFrom = piece;
    table = tableAddress;
    return this;
  }

  private DriverChain piece(long guestAddress, int bytes, boolean in) {
    if (pieces == address.length) {
      address = Arrays.copyOf(address, 2 * pieces);
      length = Arrays.copyOf(length, 2 * pieces);
      writable = Arrays.copyOf(writable, 2 * pieces);
    }
    address[pieces] = guestAddress;
    length[pieces] = bytes;
    writable[pieces++] = in;
    return this;
  }

  public int pieces() {
    return pieces;
  }

  public long address(int piece) {
    return address[piece];
  }

  /** Bytes of a piece, an unsigned 32-bit number. */
  public int length(int piece) {
    return length[piece];
  }

  public boolean writable(int piece) {
    return writable[piece];
  }

  /** Bytes that the device may write. */
  public long writableBytes() {
    long sum = 0;
    for (int i = 0; i < pieces; i++) {
      sum += writable[i] ? Integer.toUnsignedLong(length[i]) : 0;
    }
    return sum;
  }

  boolean usesTable() {
    return indirectFrom < pieces;
  }

  /**
   * Descriptors that are chained in the ring before the one that names the table, if there is a
   * table.
   */
  int chained() {
    return Math.min(indirectFrom, pieces);
  }

  /** Descriptors in the ring, the one that names the table included. */
  int ringDescriptors() {
    return chained() + (usesTable() ? 1 : 0);
  }

  long table() {
    return table;
  }
}
