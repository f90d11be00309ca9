package io.ringfence.server.device;

import io.ringfence.protocol.VringBase;
import io.ringfence.server.worker.PairControl;

/** Whether a ring runs. */
sealed interface VringState {
  /**
   * Nobody touches the ring.
   *
   * @param base where it will go on
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
