package io.ringfence.server.pair;

/** Builds data paths that are compiled for one barrier policy. Each realm has one factory. */
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
   * Returns a data path that replaces another one over the same setup.
   *
   * @param state the other path's, after {@link DataPath#stop}
   * @throws RingFault as {@link #create}
   */
  DataPath resume(PairSetup setup, PathState state);
}
