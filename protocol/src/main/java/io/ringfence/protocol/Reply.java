package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;

/** Encodes the back-end's replies: a header with flags exactly 0x5, then the payload. */
public final class Reply {
  private static final long DONE = 0;
  private static final long REFUSED = 1;

  private Reply() {}

  /** Encodes a reply of one u64: features, numbers, status. */
  public static byte[] u64(RequestType request, long value) {
    return u64(request.code(), value);
  }

  /** Encodes the acknowledgement of a request with need_reply set that has no reply of its own. */
  public static byte[] ack(Header request, boolean done) {
    return u64(request.request(), done ? DONE : REFUSED);
  }

  /** Encodes the reply to GET_VRING_BASE. */
  public static byte[] vringBase(int index, VringBase base) {
    MemorySegment message = message(RequestType.GET_VRING_BASE.code(), 8);
    Wire.putU32(message, Header.BYTES, index);
    Wire.putU32(message, Header.BYTES + 4, base.bits());
    return bytes(message);
  }

  /** Encodes the refusal of GET_CONFIG: for that request an empty payload means an error. */
  public static byte[] configRefused() {
    return bytes(message(RequestType.GET_CONFIG.code(), 0));
  }

  private static byte[] u64(int request, long value) {
    MemorySegment message = message(request, 8);
    Wire.putU64(message, Header.BYTES, value);
    return bytes(message);
  }

  private static MemorySegment message(int request, int payloadBytes) {
    MemorySegment message = MemorySegment.ofArray(new byte[Header.BYTES + payloadBytes]);
    Wire.putU32(message, 0, request);
    Wire.putU32(message, 4, Header.REPLY_FLAGS);
    Wire.putU32(message, 8, payloadBytes);
    return message;
  }

  private static byte[] bytes(MemorySegment message) {
    return (byte[]) message.heapBase().orElseThrow();
  }
}
