package io.ringfence.server.device;

import io.ringfence.protocol.VirtioFeature;

/**
 * The accepted features that affect a ring.
 *
 * @param packed VIRTIO_F_RING_PACKED
 * @param eventIndex VIRTIO_F_EVENT_IDX
 * @param protocolFeatures VHOST_USER_F_PROTOCOL_FEATURES
 * @param logged VHOST_F_LOG_ALL
 */
record RingFeatures(boolean packed, boolean eventIndex, boolean protocolFeatures, boolean logged) {
  static RingFeatures of(long features) {
    return new RingFeatures(
        VirtioFeature.RING_PACKED.in(features),
        VirtioFeature.EVENT_IDX.in(features),
        VirtioFeature.PROTOCOL_FEATURES.in(features),
        VirtioFeature.LOG_ALL.in(features));
  }
}
