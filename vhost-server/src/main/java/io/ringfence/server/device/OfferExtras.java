package io.ringfence.server.device;

/**
 * Optional features. They depend on more than this daemon, so the user chooses them.
 *
 * @param guestAnnounce VIRTIO_NET_F_GUEST_ANNOUNCE: the guest, not the daemon, announces itself to
 *     the network after a migration; needs a front-end with a control queue
 * @param mtu VIRTIO_NET_F_MTU: bytes of the largest packet, 68 to 65535; 0 leaves it out
 * @param orderPlatform VIRTIO_F_ORDER_PLATFORM: the driver orders its accesses as for a device on a
 *     bus, by stronger barriers; the device executes the same barriers as without it
 */
public record OfferExtras(boolean guestAnnounce, int mtu, boolean orderPlatform) {
  /** None of them. */
  public static final OfferExtras NONE = new OfferExtras(false, 0, false);

  public OfferExtras {
    if (mtu != 0 && (mtu < 68 || mtu > 65535)) {
      throw new IllegalArgumentException("MTU of %d; allowed are 68 to 65535".formatted(mtu));
    }
  }
}
