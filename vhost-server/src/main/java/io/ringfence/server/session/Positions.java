package io.ringfence.server.session;

import io.ringfence.protocol.VringBase;
import io.ringfence.ring.RingPosition;

/** A ring's place in the words of the protocol and of the ring. */
final class Positions {
  private Positions() {}

  static RingPosition of(VringBase base, boolean packed) {
    return packed
        ? new RingPosition(
            base.packedAvail(), base.packedUsed(), base.packedAvailWrap(), base.packedUsedWrap())
        : RingPosition.split(base.availIndex());
  }

  static VringBase base(RingPosition position, boolean packed) {
    return packed
        ? VringBase.packed(
            position.avail(), position.availWrap(), position.used(), position.usedWrap())
        : VringBase.split(position.avail());
  }
}
