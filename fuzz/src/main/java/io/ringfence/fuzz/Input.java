package io.ringfence.fuzz;

import java.util.Arrays;

/** A fuzzer's bytes, read from the front; 0 after their end. */
final class Input {
  private final byte[] bytes;
  private int next;

  Input(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isEmpty() {
    return next >= bytes.length;
  }

  int u8() {
    return next < bytes.length ? Byte.toUnsignedInt(bytes[next++]) : 0;
  }

  int u16() {
    return u8() | u8() << 8;
  }

  int u32() {
    return u16() | u16() << 16;
  }

  long u64() {
    return Integer.toUnsignedLong(u32()) | (long) u32() << 32;
  }

  /** Returns the next bytes, or fewer at the end. */
  byte[] take(int count) {
    int end = Math.min(bytes.length, next + count);
    byte[] taken = Arrays.copyOfRange(bytes, next, end);
    next = end;
    return taken;
  }
}
