package io.ringfence.protocol;

import java.util.HexFormat;

/**
 * An Ethernet address.
 *
 * @param bits the six bytes, the first one sent in bits 40-47
 */
public record MacAddress(long bits) {
  public static final int BYTES = 6;

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("0x%x: an Ethernet address has 48 bits".formatted(bits));
    }
  }

  /** Returns the six bytes in the order of transmission. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (bits >>> 8 * (BYTES - 1 - i));
    }
    return bytes;
  }

  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(toBytes());
  }
}
