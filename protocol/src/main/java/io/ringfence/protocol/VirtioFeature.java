package io.ringfence.protocol;

/**
 * Bits of GET and SET_FEATURES: VIRTIO 1.3, 5.1.3 (network) and 6 (all devices), and two of vhost.
 */
public enum VirtioFeature {
  CSUM(0),
  GUEST_CSUM(1),
  CTRL_GUEST_OFFLOADS(2),
  MTU(3),
  MAC(5),
  GUEST_TSO4(7),
  GUEST_TSO6(8),
  GUEST_ECN(9),
  GUEST_UFO(10),
  HOST_TSO4(11),
  HOST_TSO6(12),
  HOST_ECN(13),
  HOST_UFO(14),
  MRG_RXBUF(15),
  STATUS(16),
  CTRL_VQ(17),
  CTRL_RX(18),
  CTRL_VLAN(19),
  CTRL_RX_EXTRA(20),
  GUEST_ANNOUNCE(21),
  MQ(22),
  CTRL_MAC_ADDR(23),
  /** Legacy drivers: signal when the available ring runs empty. */
  NOTIFY_ON_EMPTY(24),
  /** Not of VIRTIO: VHOST_F_LOG_ALL, the dirty log is on. */
  LOG_ALL(26),
  /** Legacy drivers: any layout of descriptors; VERSION_1 implies it. */
  ANY_LAYOUT(27),
  INDIRECT_DESC(28),
  EVENT_IDX(29),
  /** Not of VIRTIO: VHOST_USER_F_PROTOCOL_FEATURES, {@link ProtocolFeature} can be negotiated. */
  PROTOCOL_FEATURES(30),
  VERSION_1(32),
  ACCESS_PLATFORM(33),
  RING_PACKED(34),
  IN_ORDER(35),
  ORDER_PLATFORM(36),
  SR_IOV(37),
  NOTIFICATION_DATA(38),
  NOTIF_CONFIG_DATA(39),
  RING_RESET(40),
  ADMIN_VQ(41),
  DEVICE_STATS(50),
  HASH_TUNNEL(51),
  VQ_NOTF_COAL(52),
  NOTF_COAL(53),
  GUEST_USO4(54),
  GUEST_USO6(55),
  HOST_USO(56),
  HASH_REPORT(57),
  GUEST_HDRLEN(59),
  RSS(60),
  RSC_EXT(61),
  STANDBY(62),
  SPEED_DUPLEX(63);

  private static final String[] NAMES = new String[64];

  static {
    for (VirtioFeature feature : values()) {
      NAMES[feature.bit] = feature.name();
    }
  }

  private final int bit;

  VirtioFeature(int bit) {
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
  public static long mask(VirtioFeature... features) {
    long mask = 0;
    for (VirtioFeature feature : features) {
      mask |= feature.mask();
    }
    return mask;
  }

  /** Formats a mask for a log: the names of the set bits, lowest first, joined by {@code |}. */
  public static String format(long mask) {
    return Bits.format(mask, NAMES);
  }
}
