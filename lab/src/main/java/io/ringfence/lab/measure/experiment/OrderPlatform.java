package io.ringfence.lab.measure.experiment;

import io.ringfence.lab.kit.daemon.Status;
import java.util.List;

/**
 * Whether VIRTIO_F_ORDER_PLATFORM was negotiated. With it, Linux's driver uses dma_rmb, dma_wmb and
 * mb instead of virt_rmb, virt_wmb and virt_mb.
 */
final class OrderPlatform {
  private static final String FEATURE = "ORDER_PLATFORM";

  private OrderPlatform() {}

  /** Returns notes on the feature for readers; none if it was not offered. */
  static List<String> notes(Design design, Status status) {
    if (!design.guest().orderPlatform()) {
      return List.of();
    }
    boolean accepted =
        !status.sessions().isEmpty()
            && status.sessions().stream().allMatch(session -> session.accepted(FEATURE));
    return List.of(
        accepted
            ? "VIRTIO_F_ORDER_PLATFORM was acknowledged: the guest's driver orders its accesses as for"
                + " a device on a bus (dma_rmb, dma_wmb, mb)."
            : "VIRTIO_F_ORDER_PLATFORM was offered and not acknowledged: the front-end filtered it, and"
                + " the guest's barriers are those without the feature.");
  }
}
