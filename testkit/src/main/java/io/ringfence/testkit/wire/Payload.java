package io.ringfence.testkit.wire;

import io.ringfence.testkit.memory.GuestRegion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Payloads of front-end messages, in this machine's byte order (vhost-user.rst, "Payload"). */
public final class Payload {
  /** In SET_VRING_KICK, CALL and ERR: no descriptor comes with the message. */
  public static final long NO_FD = 1L << 8;

  private static final int REGION_BYTES = 32;

  private Payload() {}

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  public static byte[] empty() {
    return new byte[0];
  }

  public static byte[] u64(long value) {
    return bytes(8).putLong(value).array();
  }

  /** Encodes {@code u32 index, u32 num}. */
  public static byte[] vringState(int index, int num) {
    return bytes(8).putInt(index).putInt(num).array();
  }

  /**
   * Encodes the three areas by user address; {@code log} is the guest address under which writes to
   * the used ring are logged.
   */
  public static byte[] vringAddress(
      int index, int flags, long desc, long used, long avail, long log) {
    return bytes(40)
        .putInt(index)
        .putInt(flags)
        .putLong(desc)
        .putLong(used)
        .putLong(avail)
        .putLong(log)
        .array();
  }

  /** Encodes {@code u32 count, u32 padding}, then the regions. */
  public static byte[] memoryTable(List<GuestRegion> regions) {
    ByteBuffer table = bytes(8 + regions.size() * REGION_BYTES).putInt(regions.size()).putInt(0);
    regions.forEach(r -> region(table, r));
    return table.array();
  }

  /** Encodes {@code u64 padding}, then one region. */
  public static byte[] memoryRegion(GuestRegion region) {
    ByteBuffer bytes = bytes(8 + REGION_BYTES).putLong(0);
    region(bytes, region);
    return bytes.array();
  }

  private static void region(ByteBuffer into, GuestRegion r) {
    into.putLong(r.guestAddress())
        .putLong(r.bytes())
        .putLong(r.userAddress())
        .putLong(r.mmapOffset());
  }

  /** Encodes size and offset of a dirty log in its file. */
  public static byte[] log(long size, long offset) {
    return bytes(16).putLong(size).putLong(offset).array();
  }

  /** Encodes a MAC address of 6 bytes and two zero bytes. */
  public static byte[] mac(byte[] address) {
    return bytes(8).put(address, 0, 6).array();
  }
}
