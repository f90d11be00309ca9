package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;

/** Payloads that set up, start and stop one ring. */
final class VringMessages {
  /** Highest ring index: SET_VRING_KICK has eight bits for it, so no ring beyond can be started. */
  private static final int MAX_INDEX = 255;

  /** Most descriptors of a ring, in both formats (VIRTIO 1.3, 2.7 and 2.8.10.1). */
  private static final int MAX_SIZE = 32768;

  private static final long NO_FD = 0x100;

  private VringMessages() {}

  static Request setNum(MemorySegment payload) throws ProtocolException {
    int index = index(RequestType.SET_VRING_NUM, payload);
    int size = Wire.u32(payload, 4);
    if (size < 1 || size > MAX_SIZE) {
      throw refuse(
          RequestType.SET_VRING_NUM,
          "ring %d of %s descriptors, allowed 1 to %d"
              .formatted(index, Integer.toUnsignedString(size), MAX_SIZE));
    }
    return new Request.SetVringNum(index, size);
  }

  static Request setAddr(MemorySegment payload) throws ProtocolException {
    int index = index(RequestType.SET_VRING_ADDR, payload);
    int flags = Wire.u32(payload, 4);
    if ((flags & ~1) != 0) {
      throw refuse(
          RequestType.SET_VRING_ADDR, "ring %d flags 0x%x, allowed 0 or 1".formatted(index, flags));
    }
    return new Request.SetVringAddr(
        index,
        flags,
        Wire.u64(payload, 8),
        Wire.u64(payload, 16),
        Wire.u64(payload, 24),
        Wire.u64(payload, 32));
  }

  static Request setBase(MemorySegment payload) throws ProtocolException {
    int index = index(RequestType.SET_VRING_BASE, payload);
    return new Request.SetVringBase(index, new VringBase(Wire.u32(payload, 4)));
  }

  static Request getBase(MemorySegment payload) throws ProtocolException {
    return new Request.GetVringBase(index(RequestType.GET_VRING_BASE, payload));
  }

  static Request setEnable(MemorySegment payload) throws ProtocolException {
    int index = index(RequestType.SET_VRING_ENABLE, payload);
    int enable = Wire.u32(payload, 4);
    if (enable != 0 && enable != 1) {
      throw refuse(
          RequestType.SET_VRING_ENABLE,
          "ring %d enable %s, allowed 0 or 1".formatted(index, Integer.toUnsignedString(enable)));
    }
    return new Request.SetVringEnable(index, enable == 1);
  }

  static Request setKick(MemorySegment payload, int fdCount) throws ProtocolException {
    boolean hasFd = hasFd(RequestType.SET_VRING_KICK, payload, fdCount);
    return new Request.SetVringKick(Wire.u8(payload, 0), hasFd);
  }

  static Request setCall(MemorySegment payload, int fdCount) throws ProtocolException {
    boolean hasFd = hasFd(RequestType.SET_VRING_CALL, payload, fdCount);
    return new Request.SetVringCall(Wire.u8(payload, 0), hasFd);
  }

  static Request setErr(MemorySegment payload, int fdCount) throws ProtocolException {
    boolean hasFd = hasFd(RequestType.SET_VRING_ERR, payload, fdCount);
    return new Request.SetVringErr(Wire.u8(payload, 0), hasFd);
  }

  private static int index(RequestType type, MemorySegment payload) throws ProtocolException {
    int index = Wire.u32(payload, 0);
    if (index < 0 || index > MAX_INDEX) {
      throw refuse(type, "ring " + Integer.toUnsignedString(index) + ", allowed 0 to " + MAX_INDEX);
    }
    return index;
  }

  /**
   * Decodes bits 0-7 as index and bit 8 as "no fd". Bit 8 must agree with the fds that came along.
   */
  private static boolean hasFd(RequestType type, MemorySegment payload, int fdCount)
      throws ProtocolException {
    long bits = Wire.u64(payload, 0);
    if ((bits & ~(NO_FD | MAX_INDEX)) != 0) {
      throw refuse(type, "payload 0x%x, allowed bits 0x1ff".formatted(bits));
    }
    boolean hasFd = (bits & NO_FD) == 0;
    if (fdCount != (hasFd ? 1 : 0)) {
      throw refuse(
          type,
          "ring %d with bit 8 %s and %d file descriptors, allowed %d"
              .formatted(bits & MAX_INDEX, hasFd ? "clear" : "set", fdCount, hasFd ? 1 : 0));
    }
    return hasFd;
  }

  private static ProtocolException refuse(RequestType type, String why) {
    return new ProtocolException(type + ": " + why);
  }
}
