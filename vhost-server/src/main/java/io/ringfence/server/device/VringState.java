package io.ringfence.server.device;

import io.ringfence.protocol.VringBase;
import io.ringfence.server.worker.PairControl;

/** The state of a ring. */
sealed interface VringState {
  /**
   * The ring is not served.
   *
   * @param base the position from which it will continue
   */
  record Stopped(VringBase base) implements VringState {}

  /**
   * A worker owns the ring.
   *
   * @param pair the queue pair it belongs to
   * @param packed whether it is a packed ring
   */
  record Started(PairControl pair, boolean packed) implements VringState {}
}
