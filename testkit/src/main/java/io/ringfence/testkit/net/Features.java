package io.ringfence.testkit.net;

/** Virtio feature bits, as masks (VIRTIO 1.3, 5.1.3 and 6), and the two that vhost-user adds. */
public final class Features {
  public static final long CSUM = 1L;
  public static final long GUEST_CSUM = 1L << 1;
  public static final long MTU = 1L << 3;
  public static final long MAC = 1L << 5;
  public static final long GUEST_TSO4 = 1L << 7;
  public static final long GUEST_TSO6 = 1L << 8;
  public static final long GUEST_ECN = 1L << 9;
  public static final long GUEST_UFO = 1L << 10;
  public static final long HOST_TSO4 = 1L << 11;
  public static final long HOST_TSO6 = 1L << 12;
  public static final long HOST_ECN = 1L << 13;
  public static final long HOST_UFO = 1L << 14;
  public static final long MRG_RXBUF = 1L << 15;
  public static final long STATUS = 1L << 16;
  public static final long CTRL_VQ = 1L << 17;
  public static final long GUEST_ANNOUNCE = 1L << 21;
  public static final long MQ = 1L << 22;
  public static final long INDIRECT_DESC = 1L << 28;
  public static final long EVENT_IDX = 1L << 29;
  public static final long VERSION_1 = 1L << 32;
  public static final long ACCESS_PLATFORM = 1L << 33;
  public static final long RING_PACKED = 1L << 34;
  public static final long IN_ORDER = 1L << 35;
  public static final long ORDER_PLATFORM = 1L << 36;
  public static final long RING_RESET = 1L << 40;

  /** VHOST_F_LOG_ALL: the back-end logs its writes to guest memory. */
  public static final long LOG_ALL = 1L << 26;

  /** VHOST_USER_F_PROTOCOL_FEATURES. */
  public static final long PROTOCOL_FEATURES = 1L << 30;

  private Features() {}
}
