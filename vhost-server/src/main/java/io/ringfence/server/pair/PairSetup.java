package io.ringfence.server.pair;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.ring.GuestMemory;
import io.ringfence.server.capture.CaptureFile;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.uplink.Port;

/**
 * The configuration of a queue pair's data path. The value is immutable; a change replaces it.
 *
 * @param memory the guest's memory
 * @param headerBytes bytes of the virtio-net header, 10 or 12
 * @param mergeable whether VIRTIO_NET_F_MRG_RXBUF was accepted
 * @param features the accepted features, a mask of {@link io.ringfence.protocol.VirtioFeature}
 * @param receive the receive ring; null while stopped
 * @param transmit the transmit ring; null while stopped
 * @param port the pair's port on the uplink
 * @param capture captures frames; null if they are not captured
 */
public record PairSetup(
    GuestMemory memory,
    int headerBytes,
    boolean mergeable,
    long features,
    RingSetup receive,
    RingSetup transmit,
    Port port,
    CaptureFile capture) {

  /** Returns the ring of a role; null while stopped. */
  public RingSetup ring(RingRole role) {
    return role == RingRole.RX ? receive : transmit;
  }

  /** Returns whether both rings are started. */
  public boolean hasBothRings() {
    return receive != null && transmit != null;
  }

  /** Returns this setup with one ring replaced; null stops the ring. */
  public PairSetup with(RingRole role, RingSetup ring) {
    return role == RingRole.RX
        ? new PairSetup(memory, headerBytes, mergeable, features, ring, transmit, port, capture)
        : new PairSetup(memory, headerBytes, mergeable, features, receive, ring, port, capture);
  }

  /** Returns this setup with another memory. */
  public PairSetup over(GuestMemory newMemory) {
    return new PairSetup(
        newMemory, headerBytes, mergeable, features, receive, transmit, port, capture);
  }

  /** Returns this setup with other accepted features. */
  public PairSetup negotiated(long accepted) {
    int bytes = NetHeader.bytes(accepted);
    boolean merges = VirtioFeature.MRG_RXBUF.in(accepted);
    return new PairSetup(memory, bytes, merges, accepted, receive, transmit, port, capture);
  }
}
