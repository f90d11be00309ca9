package io.ringfence.testkit.net;

import java.util.List;

/**
 * The features that a {@link NetDriver} negotiated, and its use of memory.
 *
 * @param headerBytes 12 with VIRTIO_F_VERSION_1 or VIRTIO_NET_F_MRG_RXBUF, else 10 (VIRTIO 1.3,
 *     5.1.6)
 * @param mergeable VIRTIO_NET_F_MRG_RXBUF was negotiated
 * @param maxFrame bytes of the longest frame that is sent
 * @param txSlots frames that can be in flight
 * @param rxSlots receive buffers that are posted, as far as the ring has descriptors for them
 * @param txShapes used in rotation, frame by frame
 * @param rxShapes used in rotation, buffer by buffer
 * @param guardBytes bytes after each segment of a receive buffer that must keep their value; 0 for
 *     none
 */
public record NetConfig(
    int headerBytes,
    boolean mergeable,
    int maxFrame,
    int txSlots,
    int rxSlots,
    List<Shape> txShapes,
    List<Shape> rxShapes,
    int guardBytes) {
  private static final int SLOTS = 256;
  private static final int ETHERNET_FRAME = 1514;

  public NetConfig {
    txShapes = List.copyOf(txShapes);
    rxShapes = List.copyOf(rxShapes);
  }

  /**
   * Returns version 1 without mergeable buffers, frames up to 1514 bytes, one segment per buffer.
   */
  public static NetConfig plain() {
    return of(12, false, ETHERNET_FRAME);
  }

  /** Returns version 1 with mergeable receive buffers of {@code bufferBytes}. */
  public static NetConfig mergeable(int maxFrame, int bufferBytes) {
    return of(12, true, maxFrame).withRxShapes(Shape.chained(bufferBytes));
  }

  /** Returns one segment per buffer, each receive buffer long enough for the longest frame. */
  public static NetConfig of(int headerBytes, boolean mergeable, int maxFrame) {
    List<Shape> whole = List.of(Shape.chained(headerBytes + maxFrame));
    return new NetConfig(headerBytes, mergeable, maxFrame, SLOTS, SLOTS, whole, whole, 0);
  }

  /**
   * Derives the configuration from negotiated feature bits (see {@link Features}), otherwise as
   * {@link #of}.
   */
  public static NetConfig negotiated(long features, int maxFrame) {
    boolean mergeable = (features & Features.MRG_RXBUF) != 0;
    boolean modern = (features & Features.VERSION_1) != 0;
    return of(modern || mergeable ? 12 : 10, mergeable, maxFrame);
  }

  public NetConfig withSlots(int tx, int rx) {
    return new NetConfig(headerBytes, mergeable, maxFrame, tx, rx, txShapes, rxShapes, guardBytes);
  }

  public NetConfig withTxShapes(Shape... shapes) {
    return new NetConfig(
        headerBytes, mergeable, maxFrame, txSlots, rxSlots, List.of(shapes), rxShapes, guardBytes);
  }

  public NetConfig withRxShapes(Shape... shapes) {
    return new NetConfig(
        headerBytes, mergeable, maxFrame, txSlots, rxSlots, txShapes, List.of(shapes), guardBytes);
  }

  public NetConfig withGuardBytes(int bytes) {
    return new NetConfig(
        headerBytes, mergeable, maxFrame, txSlots, rxSlots, txShapes, rxShapes, bytes);
  }

  /** Returns the entries that the indirect tables of both queues must have room for. */
  public int tableEntries() {
    int rx = rxShapes.stream().mapToInt(Shape::tableEntries).max().orElse(0);
    int tx = txShapes.stream().mapToInt(Shape::tableEntries).max().orElse(0);
    return Math.max(rx, tx);
  }
}
