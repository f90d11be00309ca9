package io.ringfence.server.packet;

import io.ringfence.protocol.MacAddress;
import java.nio.ByteBuffer;

/**
 * The broadcast by which switches learn where a migrated guest is now: a reverse ARP request (RFC
 * 903) of the guest's address for itself, 60 bytes.
 */
public final class RarpFrame {
  private static final int BYTES = 60; // the shortest Ethernet frame, without its checksum
  private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
  private static final short TYPE = (short) 0x8035;
  private static final short ETHERNET = 1;
  private static final short IPV4 = 0x0800;
  private static final byte[] NO_ADDRESS = new byte[4];
  private static final short REQUEST = 3;

  private RarpFrame() {}

  /** The frame for an address. */
  public static byte[] of(MacAddress mac) {
    byte[] own = mac.toBytes();
    return ByteBuffer.allocate(BYTES)
        .put(BROADCAST)
        .put(own)
        .putShort(TYPE)
        .putShort(ETHERNET)
        .putShort(IPV4)
        .put((byte) own.length)
        .put((byte) NO_ADDRESS.length)
        .putShort(REQUEST)
        .put(own)
        .put(NO_ADDRESS)
        .put(own)
        .put(NO_ADDRESS)
        .array();
  }
}
