package io.ringfence.ring;

/**
 * Offsets of the fields of a packed virtqueue (VIRTIO 1.3, 2.8).
 *
 * <pre>
 * descriptor, 16 bytes             event suppression, 4 bytes
 *   0  addr   u64                    0  desc   u16: offset, bit 15 wrap
 *   8  len    u32                    2  flags  u16: 0 enable, 1 disable, 2 at desc
 *  12  id     u16
 *  14  flags  u16
 * </pre>
 */
public final class PackedLayout {
  public static final int DESCRIPTOR_BYTES = 16;
  public static final int ADDRESS = 0;
  public static final int TAIL = 8; // len, id and flags, read in one access
  public static final int LENGTH = 8;
  public static final int ID = 12;
  public static final int FLAGS = 14;

  public static final int NEXT = 1; // bits of a descriptor's flags
  public static final int WRITE = 2;
  public static final int INDIRECT = 4;
  public static final int AVAIL = 1 << 7;
  public static final int USED = 1 << 15;

  public static final int EVENT_BYTES = 4;
  public static final int EVENT_ENABLE = 0;
  public static final int EVENT_DISABLE = 1;
  public static final int EVENT_AT_DESCRIPTOR = 2;

  private PackedLayout() {}

  /** Returns a descriptor's id and flags as one little-endian word at offset {@link #ID}. */
  public static int idAndFlags(int id, int flags) {
    return id | flags << 16;
  }

  public static long descriptors(int size) {
    return (long) size * DESCRIPTOR_BYTES;
  }

  public static long descriptor(int slot) {
    return (long) slot * DESCRIPTOR_BYTES;
  }
}
