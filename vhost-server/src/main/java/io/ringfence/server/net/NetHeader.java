package io.ringfence.server.net;

import io.ringfence.protocol.VirtioFeature;

/**
 * The header before each frame in a virtqueue (VIRTIO 1.3, 5.1.6).
 *
 * <pre>
 *  0  flags u8     2  hdr_len  u16    6  csum_start  u16    10  num_buffers u16
 *  1  gso_type u8  4  gso_size u16    8  csum_offset u16
 * </pre>
 */
public final class NetHeader {
  /** Bytes with num_buffers, and the most there can be. */
  public static final int FULL_BYTES = 12;

  private static final int LEGACY_BYTES = 10;

  /** Offset of num_buffers. */
  static final int NUM_BUFFERS = 10;

  private NetHeader() {}

  /** Bytes of the header under a set of accepted features: num_buffers is there, or not. */
  public static int bytes(long features) {
    boolean full = VirtioFeature.VERSION_1.in(features) || VirtioFeature.MRG_RXBUF.in(features);
    return full ? FULL_BYTES : LEGACY_BYTES;
  }
}
