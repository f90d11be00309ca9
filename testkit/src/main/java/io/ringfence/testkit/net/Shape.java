package io.ringfence.testkit.net;

import java.util.Arrays;

/**
 * The division of a network buffer into segments. The driver is free in it: the header may share a
 * segment with data or span several (VIRTIO 1.3, 2.7.4).
 *
 * @param segments bytes of each segment; the last segment of a frame takes the rest, and a short
 *     frame ends earlier
 * @param indirectFrom the first segment that is described in an indirect table; {@link #DIRECT} for
 *     none
 */
public record Shape(int[] segments, int indirectFrom) {
  public static final int DIRECT = Integer.MAX_VALUE;

  /** Returns a shape of chained descriptors. */
  public static Shape chained(int... segments) {
    return new Shape(segments, DIRECT);
  }

  /** Returns a shape of one descriptor that names a table of all segments. */
  public static Shape indirect(int... segments) {
    return new Shape(segments, 0);
  }

  /**
   * Returns a shape of chained descriptors, the last of which names a table of the segments from
   * {@code position}. Split rings only.
   */
  public static Shape indirectFrom(int position, int... segments) {
    return new Shape(segments, position);
  }

  /** Returns the bytes of all segments: the capacity of a receive buffer, header included. */
  public int bytes() {
    return Arrays.stream(segments).sum();
  }

  /** Returns the ring descriptors of a whole buffer of this shape. */
  int ringDescriptors() {
    return indirectFrom < segments.length ? indirectFrom + 1 : segments.length;
  }

  int tableEntries() {
    return Math.max(0, segments.length - indirectFrom);
  }

  @Override
  public String toString() {
    return Arrays.toString(segments)
        + (indirectFrom == DIRECT ? "" : " indirect from " + indirectFrom);
  }
}
