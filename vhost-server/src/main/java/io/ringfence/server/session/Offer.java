package io.ringfence.server.session;

import io.ringfence.protocol.ProtocolFeature;
import io.ringfence.protocol.VirtioFeature;

/**
 * What is offered to a front-end.
 *
 * @param features a mask of {@link VirtioFeature}
 * @param protocolFeatures a mask of {@link ProtocolFeature}
 * @param pairs queue pairs
 */
public record Offer(long features, long protocolFeatures, int pairs) {
  private static final long RING_FEATURES =
      VirtioFeature.mask(
          VirtioFeature.VERSION_1,
          VirtioFeature.MRG_RXBUF,
          VirtioFeature.INDIRECT_DESC,
          VirtioFeature.EVENT_IDX,
          VirtioFeature.RING_PACKED,
          VirtioFeature.PROTOCOL_FEATURES);

  private static final long PROTOCOL_FEATURES =
      ProtocolFeature.mask(
          ProtocolFeature.MQ,
          ProtocolFeature.REPLY_ACK,
          ProtocolFeature.CONFIGURE_MEM_SLOTS,
          ProtocolFeature.STATUS);

  /**
   * The offer of a daemon.
   *
   * @param offloads features that the uplink honours
   * @param pairs queue pairs; VIRTIO_NET_F_MQ is offered with more than one
   */
  public static Offer of(long offloads, int pairs) {
    long queues = pairs > 1 ? VirtioFeature.MQ.mask() : 0;
    return new Offer(RING_FEATURES | offloads | queues, PROTOCOL_FEATURES, pairs);
  }
}
