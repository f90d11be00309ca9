package io.ringfence.server.uplink;

import io.ringfence.protocol.VirtioFeature;

/** An uplink that keeps nothing between frames, so that all front-ends may share one port. */
record StatelessUplink(String spec, int mostSessions, Port port) implements Uplink {
  private static final long OFFLOADS =
      VirtioFeature.mask(
          VirtioFeature.CSUM,
          VirtioFeature.GUEST_CSUM,
          VirtioFeature.GUEST_TSO4,
          VirtioFeature.GUEST_TSO6,
          VirtioFeature.GUEST_ECN,
          VirtioFeature.HOST_TSO4,
          VirtioFeature.HOST_TSO6,
          VirtioFeature.HOST_ECN);

  /** What a guest does not take as another one left it is finished in software. */
  @Override
  public long offloads() {
    return OFFLOADS;
  }

  @Override
  public Port port(int pair) {
    return port;
  }

  @Override
  public void close() {}
}
