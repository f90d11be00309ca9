package io.ringfence.server.device;

import io.ringfence.protocol.VringBase;
import io.ringfence.ring.RingPosition;

/** Converts between a vring base of the protocol and a ring position. */
final class Positions {
  private Positions() {}

  /**
   * Returns the position of a vring base. DPDK's virtio_user sends only the available half of a
   * packed ring's base. The used half then equals it, because all chains that were taken have been
   * returned.
   */
  static RingPosition of(VringBase base, boolean packed) {
    if (!packed) {
      return RingPosition.split(base.availIndex());
    }
    boolean usedLeftOut = base.bits() >>> 16 == 0;
    return new RingPosition(
        base.packedAvail(),
        usedLeftOut ? base.packedAvail() : base.packedUsed(),
        base.packedAvailWrap(),
        usedLeftOut ? base.packedAvailWrap() : base.packedUsedWrap());
  }

  static VringBase base(RingPosition position, boolean packed) {
    return packed
        ? VringBase.packed(
            position.avail(), position.availWrap(), position.used(), position.usedWrap())
        : VringBase.split(position.avail());
  }
}
