package io.ringfence.ring;

/**
 * The configuration of a ring that a device serves.
 *
 * @param packed whether it is a packed ring
 * @param size descriptors in the ring; a power of two up to 32768 for split rings
 * @param descriptors guest address of the descriptor table or the packed ring
 * @param driver guest address of the avail ring or the driver event structure
 * @param device guest address of the used ring or the device event structure
 * @param eventIndex whether VIRTIO_F_EVENT_IDX was accepted
 * @param log the dirty log for the device's writes; null if writes are not logged
 */
public record VringConfig(
    boolean packed,
    int size,
    long descriptors,
    long driver,
    long device,
    boolean eventIndex,
    RingLog log) {
  /** The largest queue size. */
  public static final int MOST_DESCRIPTORS = 32768;

  /** Creates the configuration of a ring without a dirty log. */
  public VringConfig(
      boolean packed, int size, long descriptors, long driver, long device, boolean eventIndex) {
    this(packed, size, descriptors, driver, device, eventIndex, null);
  }

  public VringConfig {
    if (size < 1 || size > MOST_DESCRIPTORS || (!packed && Integer.bitCount(size) != 1)) {
      throw new BrokenRingException(
          "ring of %d descriptors; allowed are %s1 to %d"
              .formatted(size, packed ? "" : "powers of two from ", MOST_DESCRIPTORS));
    }
  }

  /** Returns this configuration with another dirty log; null for none. */
  public VringConfig logged(RingLog newLog) {
    return new VringConfig(packed, size, descriptors, driver, device, eventIndex, newLog);
  }

  /** Returns the bytes of the descriptor area. */
  public long descriptorBytes() {
    return packed ? PackedLayout.descriptors(size) : SplitLayout.descriptors(size);
  }

  /** Returns the bytes of the driver area. */
  public long driverBytes() {
    return packed ? PackedLayout.EVENT_BYTES : SplitLayout.availBytes(size);
  }

  /** Returns the bytes of the device area. */
  public long deviceBytes() {
    return packed ? PackedLayout.EVENT_BYTES : SplitLayout.usedBytes(size);
  }
}
