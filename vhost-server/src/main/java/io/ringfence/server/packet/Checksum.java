package io.ringfence.server.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The Internet checksum (RFC 1071): the complement of the ones' complement sum of 16-bit words in
 * network order, where a last odd byte is the high half of a word.
 */
final class Checksum {
  private static final ValueLayout.OfLong WORDS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Checksum() {}

  /** The sum of some bytes, folded to 16 bits and not complemented. At most 2^32 bytes. */
  static int sum(MemorySegment segment, long from, long bytes) {
    long sum = 0;
    long at = from;
    for (long end = from + (bytes & -Long.BYTES); at < end; at += Long.BYTES) {
      long word = segment.get(WORDS, at);
      sum += (word & 0xffff_ffffL) + (word >>> Integer.SIZE);
    }
    for (int shift = 0; at < from + bytes; at++, shift += Byte.SIZE) {
      sum += (segment.get(ValueLayout.JAVA_BYTE, at) & 0xffL) << (shift & 0x1f);
    }
    // A sum of words whose bytes are exchanged is the sum, its bytes exchanged (RFC 1071, 2 B).
    return Short.toUnsignedInt(Short.reverseBytes((short) fold(sum)));
  }

  /** Any sum as 16 bits: what goes over is added again. */
  static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
    while (folded > 0xffff) {
      folded = (folded >>> 16) + (folded & 0xffff);
    }
    return (int) folded;
  }

  /** Returns the checksum of a sum. Never 0, which means "no checksum" in UDP; 0xffff is equal. */
  static int of(int sum) {
    int checksum = ~sum & 0xffff;
    return checksum == 0 ? 0xffff : checksum;
  }

  /** The sum without some part of it. */
  static int without(int sum, int part) {
    return fold((long) sum + (~part & 0xffff));
  }
}
