package io.ringfence.ring;

/**
 * Where the fields of a split virtqueue lie (VIRTIO 1.3, 2.7).
 *
 * <pre>
 * descriptor table, 16 bytes each     avail                        used
 *   0  addr   u64                       0  flags  u16                0  flags  u16
 *   8  len    u32                       2  idx    u16                2  idx    u16
 *  12  flags  u16                       4  ring   u16 [size]         4  ring   {id u32, len u32} [size]
 *  14  next   u16                       .  used_event u16            .  avail_event u16
 * </pre>
 */
final class SplitLayout {
  static final int DESCRIPTOR_BYTES = 16;
  static final int DESCRIPTOR_ADDRESS = 0;
  static final int DESCRIPTOR_TAIL = 8; // len, flags and next, read in one access

  static final int FLAGS = 0;
  static final int INDEX = 2;
  static final int RING = 4;
  static final int AVAIL_ELEMENT_BYTES = 2;
  static final int USED_ELEMENT_BYTES = 8;
  static final int USED_LENGTH = 4; // within an element

  static final int DESCRIPTOR_NEXT = 1; // bits of a descriptor's flags
  static final int DESCRIPTOR_WRITE = 2;
  static final int DESCRIPTOR_INDIRECT = 4;

  static final int AVAIL_NO_INTERRUPT = 1;
  static final int USED_NO_NOTIFY = 1;

  private SplitLayout() {}

  /** used.flags and used.idx as one little-endian word, which starts the used ring. */
  static int usedHead(int flags, int index) {
    return flags | index << 16;
  }

  static long descriptors(int size) {
    return (long) size * DESCRIPTOR_BYTES;
  }

  static long availRing(int slot) {
    return RING + (long) slot * AVAIL_ELEMENT_BYTES;
  }

  static long usedRing(int slot) {
    return RING + (long) slot * USED_ELEMENT_BYTES;
  }

  static long usedElements(int count) {
    return (long) count * USED_ELEMENT_BYTES;
  }

  static long usedEvent(int size) {
    return availRing(size);
  }

  static long availEvent(int size) {
    return usedRing(size);
  }

  static long availBytes(int size) {
    return usedEvent(size) + 2;
  }

  static long usedBytes(int size) {
    return availEvent(size) + 2;
  }
}
