package io.ringfence.server.datapath;

import io.ringfence.server.pair.DataPath;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.DataPathRealms;
import io.ringfence.server.pair.PairSetup;

/** Realm code: the way in. */
public final class RealmDataPaths implements DataPathFactory {
  /** For {@link DataPathRealms}. */
  public RealmDataPaths() {}

  @Override
  public DataPath create(PairSetup setup) {
    return new PairPath(setup);
  }
}
