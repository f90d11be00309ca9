package io.ringfence.server.pair;

/** Builds data paths that are compiled for one barrier policy; one factory a realm. */
public interface DataPathFactory {
  /**
   * A data path.
   *
   * @throws RingFault where a ring's areas are not in guest memory
   */
  DataPath create(PairSetup setup);
}
