package io.ringfence.server.packet;

import io.ringfence.protocol.VirtioFeature;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

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

  /** Bytes of the largest frame with its header: an IP packet of 65535 bytes, Ethernet, a VLAN. */
  public static final long LARGEST_FRAME = 65_535 + 14 + 4 + FULL_BYTES;

  /** Offset of num_buffers. */
  public static final int NUM_BUFFERS = 10;

  static final int TCP4 = 1;
  static final int TCP6 = 4;

  private static final int GSO_TYPE = 1;
  private static final int HDR_LEN = 2;
  private static final int GSO_SIZE = 4;
  private static final int CSUM_START = 6;
  private static final int CSUM_OFFSET = 8;
  private static final int NEEDS_CSUM = 1;
  private static final int ECN = 0x80;
  private static final int ETHERNET_BYTES = 14;
  private static final ValueLayout.OfShort FIELD =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private NetHeader() {}

  /** Bytes of the header under a set of accepted features: num_buffers is there, or not. */
  public static int bytes(long features) {
    boolean full = VirtioFeature.VERSION_1.in(features) || VirtioFeature.MRG_RXBUF.in(features);
    return full ? FULL_BYTES : LEGACY_BYTES;
  }

  static boolean needsChecksum(MemorySegment header) {
    return (header.get(ValueLayout.JAVA_BYTE, 0) & NEEDS_CSUM) != 0;
  }

  /** Returns the kind of segments into which a frame is divided, without ECN; 0 for none. */
  static int segmentation(MemorySegment header) {
    return header.get(ValueLayout.JAVA_BYTE, GSO_TYPE) & 0xff & ~ECN;
  }

  static int segmentBytes(MemorySegment header) {
    return field(header, GSO_SIZE);
  }

  /** Where in the frame the sum begins. */
  static int checksumStart(MemorySegment header) {
    return field(header, CSUM_START);
  }

  /** Where in the frame the checksum goes. */
  static int checksumField(MemorySegment header) {
    return checksumStart(header) + field(header, CSUM_OFFSET);
  }

  /**
   * Returns whether a frame of that length allows what the driver requests (5.1.6.2.1). hdr_len is
   * but a hint, and not looked at.
   */
  static boolean isSound(MemorySegment header, long frameBytes) {
    boolean sums = needsChecksum(header);
    if (sums
        && (checksumStart(header) < ETHERNET_BYTES || checksumField(header) + 2 > frameBytes)) {
      return false;
    }
    if (header.get(ValueLayout.JAVA_BYTE, GSO_TYPE) == 0) {
      return true;
    }
    int kind = segmentation(header);
    return (kind == TCP4 || kind == TCP6) && sums && segmentBytes(header) > 0;
  }

  /** Whether a driver that accepted these features takes the frame as it is (5.1.6.4.1). */
  public static boolean isTaken(MemorySegment header, long features) {
    if (needsChecksum(header) && !VirtioFeature.GUEST_CSUM.in(features)) {
      return false;
    }
    boolean congestion = (header.get(ValueLayout.JAVA_BYTE, GSO_TYPE) & ECN) != 0;
    if (congestion && !VirtioFeature.GUEST_ECN.in(features)) {
      return false;
    }
    return switch (segmentation(header)) {
      case 0 -> true;
      case TCP4 -> VirtioFeature.GUEST_TSO4.in(features);
      case TCP6 -> VirtioFeature.GUEST_TSO6.in(features);
      default -> false;
    };
  }

  /**
   * Keeps in a sound header, at the start of a segment, only what one driver may pass to another.
   */
  public static void passOn(MemorySegment header, long frameBytes) {
    if (!needsChecksum(header)) {
      header.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, 0);
      header.set(FIELD, CSUM_OFFSET, (short) 0);
      return;
    }
    header.set(ValueLayout.JAVA_BYTE, 0, (byte) NEEDS_CSUM);
    long hint = Math.min(field(header, HDR_LEN), frameBytes);
    header.set(FIELD, HDR_LEN, (short) hint);
  }

  private static int field(MemorySegment header, int offset) {
    return Short.toUnsignedInt(header.get(FIELD, offset));
  }
}
