package io.ringfence.ring;

/**
 * Offsets of the fields of a split virtqueue (VIRTIO 1.3, 2.7).
 *
 * <pre>
 * descriptor table, 16 bytes each     avail                        used
 *   0  addr   u64                       0  flags  u16                0  flags  u16
 *   8  len    u32                       2  idx    u16                2  idx    u16
 *  12  flags  u16                       4  ring   u16 [size]         4  ring   {id u32, len u32}
 *  [size]
 *  14  next   u16                       .  used_event u16            .  avail_event u16
 * </pre>
 */
public final class SplitLayout {
  public static final int DESCRIPTOR_BYTES = 16;
  public static final int DESCRIPTOR_ADDRESS = 0;
  public static final int DESCRIPTOR_TAIL = 8; // len, flags and next, read in one access

  public static final int FLAGS = 0;
  public static final int INDEX = 2;
  public static final int RING = 4;
  public static final int AVAIL_ELEMENT_BYTES = 2;
  public static final int USED_ELEMENT_BYTES = 8;
  public static final int USED_LENGTH = 4; // within an element

  public static final int DESCRIPTOR_NEXT = 1; // bits of a descriptor's flags
  public static final int DESCRIPTOR_WRITE = 2;
  public static final int DESCRIPTOR_INDIRECT = 4;

  public static final int AVAIL_NO_INTERRUPT = 1;
  public static final int USED_NO_NOTIFY = 1;

  private SplitLayout() {}

  /** Returns used.flags and used.idx as one little-endian word, the first of the used ring. */
  public static int usedHead(int flags, int index) {
    return flags | index << 16;
  }

  public static long descriptors(int size) {
    return (long) size * DESCRIPTOR_BYTES;
  }

  public static long availRing(int slot) {
    return RING + (long) slot * AVAIL_ELEMENT_BYTES;
  }

  public static long usedRing(int slot) {
    return RING + (long) slot * USED_ELEMENT_BYTES;
  }

  public static long usedElements(int count) {
    return (long) count * USED_ELEMENT_BYTES;
  }

  public static long usedEvent(int size) {
    return availRing(size);
  }

  public static long availEvent(int size) {
    return usedRing(size);
  }

  public static long availBytes(int size) {
    return usedEvent(size) + 2;
  }

  public static long usedBytes(int size) {
    return availEvent(size) + 2;
  }
}
