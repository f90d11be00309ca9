package io.ringfence.protocol;

/** Bits of GET and SET_PROTOCOL_FEATURES (specification: "Protocol features"). */
public enum ProtocolFeature {
  MQ(0),
  LOG_SHMFD(1),
  RARP(2),
  REPLY_ACK(3),
  MTU(4),
  BACKEND_REQ(5),
  CROSS_ENDIAN(6),
  CRYPTO_SESSION(7),
  PAGEFAULT(8),
  CONFIG(9),
  BACKEND_SEND_FD(10),
  HOST_NOTIFIER(11),
  INFLIGHT_SHMFD(12),
  RESET_DEVICE(13),
  INBAND_NOTIFICATIONS(14),
  CONFIGURE_MEM_SLOTS(15),
  STATUS(16),
  XEN_MMAP(17),
  SHARED_OBJECT(18),
  DEVICE_STATE(19);

  private static final String[] NAMES = new String[64];

  static {
    for (ProtocolFeature feature : values()) {
      NAMES[feature.bit] = feature.name();
    }
  }

  private final int bit;

  ProtocolFeature(int bit) {
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

  /** Returns a mask with the bits of all {@code features}. */
  public static long mask(ProtocolFeature... features) {
    long mask = 0;
    for (ProtocolFeature feature : features) {
      mask |= feature.mask();
    }
    return mask;
  }

  /** Formats a mask for a log: the names of the set bits, lowest first, joined by {@code |}. */
  public static String format(long mask) {
    return Bits.format(mask, NAMES);
  }
}
