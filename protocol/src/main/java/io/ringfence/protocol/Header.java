package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;

/**
 * The header of a message (specification: "Header").
 *
 * <pre>
 *   0         4       8      12
 *   | request | flags | size |  payload ...
 *              bits 0-1 version (1), bit 2 reply, bit 3 need_reply
 * </pre>
 *
 * @param request code of the request, see {@link RequestType}
 * @param flags version and flag bits
 * @param size payload in bytes, 0 to {@link #MAX_PAYLOAD}
 */
public record Header(int request, int flags, int size) {
  /** Bytes of a header. */
  public static final int BYTES = 12;

  /**
   * Largest payload in bytes, also of an unknown request that is skipped. The largest known payload
   * has 268 bytes. The limit keeps a size from the wire from choosing an allocation.
   */
  public static final int MAX_PAYLOAD = 4096;

  /** Flags of every reply. QEMU rejects any other value, so need_reply is never echoed. */
  public static final int REPLY_FLAGS = 0x5;

  private static final int VERSION = 1;
  private static final int VERSION_MASK = 0x3;
  private static final int REPLY = 0x4;
  private static final int NEED_REPLY = 0x8;
  private static final int KNOWN_FLAGS = VERSION_MASK | REPLY | NEED_REPLY;

  /**
   * Reads and checks the header of a request.
   *
   * @param bytes the first {@link #BYTES} of a message
   * @throws ProtocolException for another version, a reply, reserved flags or an oversized payload
   */
  public static Header read(MemorySegment bytes) throws ProtocolException {
    Header header = new Header(Wire.u32(bytes, 0), Wire.u32(bytes, 4), Wire.u32(bytes, 8));
    header.check();
    return header;
  }

  /**
   * Returns whether the sender waits for an acknowledgement. Counts only if REPLY_ACK is
   * negotiated.
   */
  public boolean needReply() {
    return (flags & NEED_REPLY) != 0;
  }

  /** Returns the request's name in the specification, or {@code request} and its number. */
  public String requestName() {
    return RequestType.of(request).map(RequestType::name).orElse(unknownName());
  }

  private String unknownName() {
    return "request " + Integer.toUnsignedString(request);
  }

  private void check() throws ProtocolException {
    if ((flags & VERSION_MASK) != VERSION) {
      throw refuse("version " + (flags & VERSION_MASK) + ", allowed 1");
    }
    if ((flags & REPLY) != 0) {
      throw refuse("reply flag set, allowed in answers of the back-end only");
    }
    if ((flags & ~KNOWN_FLAGS) != 0) {
      throw refuse("flags 0x%x, allowed bits 0x%x".formatted(flags, KNOWN_FLAGS));
    }
    if (Integer.compareUnsigned(size, MAX_PAYLOAD) > 0) {
      String seen = Integer.toUnsignedString(size);
      throw refuse("payload of " + seen + " bytes, allowed 0 to " + MAX_PAYLOAD);
    }
  }

  private ProtocolException refuse(String why) {
    return new ProtocolException(requestName() + ": " + why);
  }
}
