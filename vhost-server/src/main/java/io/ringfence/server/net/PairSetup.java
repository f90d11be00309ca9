package io.ringfence.server.net;

import io.ringfence.ring.GuestMemory;
import io.ringfence.server.uplink.Port;

/**
 * All that a data path of a queue pair is built from: an immutable value that is replaced whole.
 *
 * @param memory the guest's memory
 * @param headerBytes bytes of the virtio-net header, 10 or 12
 * @param mergeable whether VIRTIO_NET_F_MRG_RXBUF was accepted
 * @param receive the receive ring; null while stopped
 * @param transmit the transmit ring; null while stopped
 * @param port the pair's place on the uplink
 */
public record PairSetup(
    GuestMemory memory,
    int headerBytes,
    boolean mergeable,
    RingSetup receive,
    RingSetup transmit,
    Port port) {

  /** The ring of a role; null while stopped. */
  public RingSetup ring(RingRole role) {
    return role == RingRole.RX ? receive : transmit;
  }

  /** The same pair with one ring replaced; null stops it. */
  public PairSetup with(RingRole role, RingSetup ring) {
    return role == RingRole.RX
        ? new PairSetup(memory, headerBytes, mergeable, ring, transmit, port)
        : new PairSetup(memory, headerBytes, mergeable, receive, ring, port);
  }

  /** The same pair over other memory. */
  public PairSetup over(GuestMemory newMemory) {
    return new PairSetup(newMemory, headerBytes, mergeable, receive, transmit, port);
  }

  /** The same pair under other features. */
  public PairSetup framed(int newHeaderBytes, boolean newMergeable) {
    return new PairSetup(memory, newHeaderBytes, newMergeable, receive, transmit, port);
  }
}
