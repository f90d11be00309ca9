package io.ringfence.server.uplink.loopback.datapath;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.Chain;
import io.ringfence.server.packet.NetHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Realm code: returns a frame to its sender in one copy if its bytes and its buffer are each
 * contiguous. Header and addresses are then overwritten in the copy. Most frames are of this kind.
 */
final class Reflection {
  private static final MemorySegment MEMORY = AddressSpace.ALL;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ADDRESS_BITS = 48;
  private static final long ADDRESS = (1L << ADDRESS_BITS) - 1;

  private Reflection() {}

  /**
   * Fills one buffer with a frame, with source and destination address exchanged.
   *
   * @param frame readable bytes: a header, then 14 bytes or more
   * @param buffer the destination
   * @return false, without any write, if the frame has several segments, or no segment of the
   *     buffer has room for all of it
   */
  static boolean copy(Chain frame, Chain buffer, int headerBytes) {
    int segment = frame.length(0) == headerBytes ? 1 : 0;
    if (frame.readableSegments() != segment + 1) {
      return false;
    }
    long bytes = frame.readableBytes() - headerBytes;
    int first = buffer.readableSegments();
    if (buffer.writableBytes() < headerBytes + bytes
        || buffer.length(first) < headerBytes + bytes) {
      return false;
    }
    long source = frame.address(segment) + (segment == 0 ? headerBytes : 0);
    long target = buffer.address(first);
    writeHeader(target, headerBytes);
    MemorySegment.copy(MEMORY, source, MEMORY, target + headerBytes, bytes);
    exchange(MEMORY.get(LONG, source), MEMORY.get(INT, source + 8), target + headerBytes);
    return true;
  }

  /** Writes a header without offloads, for one buffer. */
  private static void writeHeader(long at, int headerBytes) {
    MEMORY.set(LONG, at, 0);
    if (headerBytes == NetHeader.FULL_BYTES) {
      MEMORY.set(INT, at + 8, 1 << 16);
    } else {
      MEMORY.set(SHORT, at + 8, (short) 0);
    }
  }

  /** Writes the twelve bytes of two addresses in exchanged order. */
  private static void exchange(long low, int high, long at) {
    long destination = low & ADDRESS;
    long source = low >>> ADDRESS_BITS | Integer.toUnsignedLong(high) << 16;
    MEMORY.set(LONG, at, source | destination << ADDRESS_BITS);
    MEMORY.set(INT, at + 8, (int) (destination >>> 16));
  }
}
