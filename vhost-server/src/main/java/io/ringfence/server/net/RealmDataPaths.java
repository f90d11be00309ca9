package io.ringfence.server.net;

/** Realm code: the way in. */
public final class RealmDataPaths implements DataPathFactory {
  /** For {@link DataPathRealms}. */
  public RealmDataPaths() {}

  @Override
  public DataPath create(PairSetup setup) {
    return new PairPath(setup);
  }
}
