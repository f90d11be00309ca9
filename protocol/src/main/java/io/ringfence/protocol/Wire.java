package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Unaligned fields in the machine's byte order, which vhost-user uses in header and payload. */
final class Wire {
  /** The JDK's unaligned layouts are in native order already. */
  private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;

  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

  private Wire() {}

  static int u8(MemorySegment bytes, long offset) {
    return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, offset));
  }

  static int u32(MemorySegment bytes, long offset) {
    return bytes.get(U32, offset);
  }

  static long u64(MemorySegment bytes, long offset) {
    return bytes.get(U64, offset);
  }

  static void putU32(MemorySegment bytes, long offset, int value) {
    bytes.set(U32, offset, value);
  }

  static void putU64(MemorySegment bytes, long offset, long value) {
    bytes.set(U64, offset, value);
  }
}
