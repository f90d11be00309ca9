package io.ringfence.ring;

/**
 * Where the fields of a packed virtqueue lie (VIRTIO 1.3, 2.8).
 *
 * <pre>
 * descriptor, 16 bytes             event suppression, 4 bytes
 *   0  addr   u64                    0  desc   u16: offset, bit 15 wrap
 *   8  len    u32                    2  flags  u16: 0 enable, 1 disable, 2 at desc
 *  12  id     u16
 *  14  flags  u16
 * </pre>
 */
final class PackedLayout {
  static final int DESCRIPTOR_BYTES = 16;
  static final int ADDRESS = 0;
  static final int TAIL = 8; // len, id and flags, read in one access
  static final int LENGTH = 8;
  static final int ID = 12;
  static final int FLAGS = 14;

  static final int NEXT = 1; // bits of a descriptor's flags
  static final int WRITE = 2;
  static final int INDIRECT = 4;
  static final int AVAIL = 1 << 7;
  static final int USED = 1 << 15;

  static final int EVENT_BYTES = 4;
  static final int EVENT_ENABLE = 0;
  static final int EVENT_DISABLE = 1;
  static final int EVENT_AT_DESCRIPTOR = 2;

  private PackedLayout() {}

  /** A descriptor's id and flags as one little-endian word, which lies at {@link #ID}. */
  static int idAndFlags(int id, int flags) {
    return id | flags << 16;
  }

  static long descriptors(int size) {
    return (long) size * DESCRIPTOR_BYTES;
  }

  static long descriptor(int slot) {
    return (long) slot * DESCRIPTOR_BYTES;
  }
}
