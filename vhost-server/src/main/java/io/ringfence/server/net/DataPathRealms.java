package io.ringfence.server.net;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The realms of the policies that were asked for so far. The most recent ones are kept, so that a
 * policy that comes back finds its code still compiled.
 */
public final class DataPathRealms {
  private static final int MOST_KEPT = 32;
  private static final String NET = "io.ringfence.server.net.";
  private static final Set<String> REALM_CODE =
      Set.of(
          NET + "RealmDataPaths",
          NET + "PairPath",
          NET + "TransmitPath",
          NET + "TransmitWindow",
          NET + "ReceivePath",
          NET + "ReceiveWindow",
          NET + "Reflection",
          NET + "Calls",
          NET + "CaptureSink",
          NET + "LoopbackSink",
          NET + "OffloadedReflection",
          NET + "FrameGenerator");

  private final Map<String, DataPathFactory> factories =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DataPathFactory> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** The factory of a policy's data paths. */
  public synchronized DataPathFactory factory(BarrierPolicy policy) {
    return factories.computeIfAbsent(policy.spec(), spec -> create(policy));
  }

  private static DataPathFactory create(BarrierPolicy policy) {
    var realm = new BarrierRealm(policy, REALM_CODE, DataPathRealms.class.getClassLoader());
    return realm.instantiate(DataPathFactory.class, NET + "RealmDataPaths");
  }
}
