package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes messages by hand, without any constant of the code under test. */
final class Messages {
  private Messages() {}

  /** Returns a header with version 1 and no flags for a payload of {@code size} bytes. */
  static Header header(int request, int size) throws ProtocolException {
    return Header.read(u32s(request, 1, size));
  }

  static MemorySegment u32s(int... values) {
    ByteBuffer bytes = buffer(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return MemorySegment.ofArray(bytes.array());
  }

  static MemorySegment u64s(long... values) {
    ByteBuffer bytes = buffer(8 * values.length);
    for (long value : values) {
      bytes.putLong(value);
    }
    return MemorySegment.ofArray(bytes.array());
  }

  /** Returns a u64 made of two u32, lower address first. */
  static long pair(int first, int second) {
    ByteBuffer bytes = buffer(8);
    bytes.putInt(first).putInt(second).flip();
    return bytes.getLong();
  }

  static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  static Request decode(int request, MemorySegment payload, int fds) throws ProtocolException {
    return Decoder.decode(header(request, (int) payload.byteSize()), payload, fds);
  }

  static Request decode(int request, int fds, long... payload) throws ProtocolException {
    return decode(request, u64s(payload), fds);
  }
}
