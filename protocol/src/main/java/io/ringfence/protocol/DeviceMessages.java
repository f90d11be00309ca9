package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;

/** Payloads that concern the device as a whole: announcement, configuration, status. */
final class DeviceMessages {
  private static final int CONFIG_HEADER_BYTES = 12;
  private static final int CONFIG_SPACE_BYTES = 256;

  private DeviceMessages() {}

  /** Reads the first six bytes in memory, whatever the byte order of the u64 around them. */
  static Request sendRarp(MemorySegment payload) {
    long bits = 0;
    for (int i = 0; i < MacAddress.BYTES; i++) {
      bits = bits << 8 | Wire.u8(payload, i);
    }
    return new Request.SendRarp(new MacAddress(bits));
  }

  static Request getConfig(MemorySegment payload) throws ProtocolException {
    checkConfig(RequestType.GET_CONFIG, payload);
    return new Request.GetConfig(Wire.u32(payload, 0), Wire.u32(payload, 4), Wire.u32(payload, 8));
  }

  static Request setConfig(MemorySegment payload) throws ProtocolException {
    checkConfig(RequestType.SET_CONFIG, payload);
    return new Request.SetConfig(Wire.u32(payload, 0), Wire.u32(payload, 4), Wire.u32(payload, 8));
  }

  private static void checkConfig(RequestType type, MemorySegment payload)
      throws ProtocolException {
    long offset = Integer.toUnsignedLong(Wire.u32(payload, 0));
    long size = Integer.toUnsignedLong(Wire.u32(payload, 4));
    if (offset + size > CONFIG_SPACE_BYTES) {
      throw new ProtocolException(
          "%s: %d bytes at offset %d, allowed within 0 to %d"
              .formatted(type, size, offset, CONFIG_SPACE_BYTES));
    }
    if (payload.byteSize() != CONFIG_HEADER_BYTES + size) {
      throw new ProtocolException(
          "%s: payload of %d bytes, allowed for a size of %d %d"
              .formatted(type, payload.byteSize(), size, CONFIG_HEADER_BYTES + size));
    }
  }

  static Request setStatus(MemorySegment payload) throws ProtocolException {
    long status = Wire.u64(payload, 0);
    if ((status & ~0xffL) != 0) {
      throw new ProtocolException("SET_STATUS: status 0x%x, allowed 0x0 to 0xff".formatted(status));
    }
    return new Request.SetStatus((int) status);
  }
}
