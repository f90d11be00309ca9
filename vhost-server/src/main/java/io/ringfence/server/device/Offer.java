package io.ringfence.server.device;

import io.ringfence.protocol.ProtocolFeature;
import io.ringfence.protocol.VirtioFeature;
import io.ringfence.server.request.RefusedException;

/**
 * The features and limits that are offered to a front-end.
 *
 * @param features a mask of {@link VirtioFeature}
 * @param protocolFeatures a mask of {@link ProtocolFeature}
 * @param pairs queue pairs
 * @param mtu the MTU for the guest, in bytes; 0 if it is not offered
 */
public record Offer(long features, long protocolFeatures, int pairs, int mtu) {
  private static final int SMALLEST_MTU = 68; // the minimum of IPv4 (VIRTIO 1.3, 5.1.4.1)
  private static final int LARGEST_MTU = 65535;

  private static final long RING_FEATURES =
      VirtioFeature.mask(
          VirtioFeature.VERSION_1,
          VirtioFeature.MRG_RXBUF,
          VirtioFeature.INDIRECT_DESC,
          VirtioFeature.EVENT_IDX,
          VirtioFeature.RING_PACKED,
          VirtioFeature.IN_ORDER,
          VirtioFeature.LOG_ALL,
          VirtioFeature.PROTOCOL_FEATURES);

  private static final long PROTOCOL_FEATURES =
      ProtocolFeature.mask(
          ProtocolFeature.MQ,
          ProtocolFeature.LOG_SHMFD,
          ProtocolFeature.RARP,
          ProtocolFeature.REPLY_ACK,
          ProtocolFeature.MTU,
          ProtocolFeature.BACKEND_REQ,
          ProtocolFeature.RESET_DEVICE,
          ProtocolFeature.CONFIGURE_MEM_SLOTS,
          ProtocolFeature.STATUS);

  /**
   * Returns the offer of a daemon.
   *
   * @param offloads features that the uplink honours
   * @param pairs queue pairs; VIRTIO_NET_F_MQ is offered with more than one
   * @param extras optional features that the user chose
   */
  public static Offer of(long offloads, int pairs, OfferExtras extras) {
    long features = RING_FEATURES | offloads;
    features |= pairs > 1 ? VirtioFeature.MQ.mask() : 0;
    features |= extras.guestAnnounce() ? VirtioFeature.GUEST_ANNOUNCE.mask() : 0;
    features |= extras.mtu() != 0 ? VirtioFeature.MTU.mask() : 0;
    features |= extras.orderPlatform() ? VirtioFeature.ORDER_PLATFORM.mask() : 0;
    return new Offer(features, PROTOCOL_FEATURES, pairs, extras.mtu());
  }

  /**
   * Checks the MTU that a front-end sets for its guest.
   *
   * @throws RefusedException if packets of that size cannot pass
   */
  public void checkMtu(long seen) throws RefusedException {
    int most = mtu == 0 ? LARGEST_MTU : mtu;
    if (Long.compareUnsigned(seen, SMALLEST_MTU) < 0 || Long.compareUnsigned(seen, most) > 0) {
      throw new RefusedException(
          "MTU of %s; allowed are %d to %d; set --mtu and host_mtu of the guest's device alike"
              .formatted(Long.toUnsignedString(seen), SMALLEST_MTU, most));
    }
  }
}
