package io.ringfence.server.uplink;

import io.ringfence.protocol.VirtioFeature;

/** Offload features that uplinks support, as masks of {@link VirtioFeature}. */
public final class Offloads {
  /** Checksums and TCP segmentation, both ways. */
  public static final long CHECKSUM_AND_TCP =
      VirtioFeature.mask(
          VirtioFeature.CSUM,
          VirtioFeature.GUEST_CSUM,
          VirtioFeature.GUEST_TSO4,
          VirtioFeature.GUEST_TSO6,
          VirtioFeature.GUEST_ECN,
          VirtioFeature.HOST_TSO4,
          VirtioFeature.HOST_TSO6,
          VirtioFeature.HOST_ECN);

  private Offloads() {}
}
