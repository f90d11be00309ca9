package io.ringfence.server.device;

import io.ringfence.protocol.VringBase;
import io.ringfence.ring.RingPosition;

/** A ring's place in the words of the protocol and of the ring. */
final class Positions {
  private Positions() {}

  /**
   * Where to go on. DPDK's virtio_user tells a packed ring's available half alone; the used half is
   * then the same, as it is wherever all that was taken has been returned.
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
