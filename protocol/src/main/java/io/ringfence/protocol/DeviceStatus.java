package io.ringfence.protocol;

/** Bits of GET and SET_STATUS (VIRTIO 1.3, 2.1). */
public enum DeviceStatus {
  ACKNOWLEDGE(0),
  DRIVER(1),
  DRIVER_OK(2),
  FEATURES_OK(3),
  NEEDS_RESET(6),
  FAILED(7);

  private static final String[] NAMES = new String[64];

  static {
    for (DeviceStatus flag : values()) {
      NAMES[flag.bit] = flag.name();
    }
  }

  private final int bit;

  DeviceStatus(int bit) {
    this.bit = bit;
  }

  /** Returns a mask with this bit alone. */
  public long mask() {
    return 1L << bit;
  }

  /** Returns whether this bit is set in {@code mask}. */
  public boolean in(long mask) {
    return (mask & mask()) != 0;
  }

  /** Returns a mask with the bits of all {@code flags}. */
  public static long mask(DeviceStatus... flags) {
    long mask = 0;
    for (DeviceStatus flag : flags) {
      mask |= flag.mask();
    }
    return mask;
  }

  /** Formats a mask for a log: the names of the set bits, lowest first, joined by {@code |}. */
  public static String format(long mask) {
    return Bits.format(mask, NAMES);
  }
}
