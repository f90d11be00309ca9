package io.ringfence.testkit.net;

import java.util.Arrays;

/**
 * How a network buffer is cut into pieces. It is free to the driver: the header may share a piece
 * with data or lie in several (VIRTIO 1.3, 2.7.4).
 *
 * @param pieces bytes of each piece; of a frame to send, the last piece takes all that is left, and
 *     a short frame ends before the last
 * @param indirectFrom the first piece that is described in an indirect table; {@link #DIRECT} for
 *     none
 */
public record Shape(int[] pieces, int indirectFrom) {
  public static final int DIRECT = Integer.MAX_VALUE;

  /** Chained descriptors. */
  public static Shape chained(int... pieces) {
    return new Shape(pieces, DIRECT);
  }

  /** One descriptor that names a table of all pieces. */
  public static Shape indirect(int... pieces) {
    return new Shape(pieces, 0);
  }

  /**
   * Chained descriptors, the last of which names a table of the pieces from that position on; split
   * rings only.
   */
  public static Shape indirectFrom(int position, int... pieces) {
    return new Shape(pieces, position);
  }

  /** Bytes of all pieces: what a receive buffer of this shape holds, the header included. */
  public int bytes() {
    return Arrays.stream(pieces).sum();
  }

  /** Descriptors in the ring for a whole buffer of this shape. */
  int ringDescriptors() {
    return indirectFrom < pieces.length ? indirectFrom + 1 : pieces.length;
  }

  int tableEntries() {
    return Math.max(0, pieces.length - indirectFrom);
  }

  @Override
  public String toString() {
    return Arrays.toString(pieces)
        + (indirectFrom == DIRECT ? "" : " indirect from " + indirectFrom);
  }
}
