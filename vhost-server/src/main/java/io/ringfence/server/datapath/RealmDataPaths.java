package io.ringfence.server.datapath;

import io.ringfence.server.pair.DataPath;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.DataPathRealms;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.PathState;

/** Realm code: the entry point of a realm. */
public final class RealmDataPaths implements DataPathFactory {
  /** For {@link DataPathRealms}. */
  public RealmDataPaths() {}

  @Override
  public DataPath resume(PairSetup setup, PathState state) {
    return new PairPath(setup, state);
  }
}
