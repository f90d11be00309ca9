package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.Tap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A list of segments of memory as {@code readv} and {@code writev} take it. */
final class IoVectors {
  private static final int VECTOR_BYTES = 16; // u64 address, u64 length

  private final MemorySegment list =
      Arena.ofAuto().allocate((long) Tap.MAX_VECTORS * VECTOR_BYTES, 8);
  private int count;

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** Returns whether {@code more} segments can be added. */
  boolean hasRoom(int more) {
    return count + more <= Tap.MAX_VECTORS;
  }

  void add(long address, long bytes) {
    long at = (long) count++ * VECTOR_BYTES;
    list.set(ValueLayout.JAVA_LONG, at, address);
    list.set(ValueLayout.JAVA_LONG, at + 8, bytes);
  }

  /** Returns the address of entry {@code n}. */
  long address(int n) {
    return list.address() + (long) n * VECTOR_BYTES;
  }
}
