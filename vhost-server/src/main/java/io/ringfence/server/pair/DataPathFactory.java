package io.ringfence.server.pair;

/** Builds data paths that are compiled for one barrier policy; one factory a realm. */
public interface DataPathFactory {
  /**
   * Returns a data path whose rings start from the positions in its setup.
   *
   * @throws RingFault if a ring's areas are not in guest memory
   */
  default DataPath create(PairSetup setup) {
    return resume(setup, PathState.NONE);
  }

  /**
   * Returns a data path that goes on in place of another one over the same setup.
   *
   * @param state of the other, after {@link DataPath#stop}
   * @throws RingFault as {@link #create}
   */
  DataPath resume(PairSetup setup, PathState state);
}
