package io.ringfence.server.pair;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The realms of the policies that were used so far. The most recent ones are kept, so that the code
 * of a policy that is used again is still compiled.
 */
public final class DataPathRealms {
  private static final int MOST_KEPT = 32;
  private static final Pattern REALM_CODE =
      Pattern.compile("io\\.ringfence\\.server\\.(uplink\\.\\w+\\.)?datapath\\.\\w+");
  private static final String ENTRY = "io.ringfence.server.datapath.RealmDataPaths";

  private final Map<String, DataPathFactory> factories =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DataPathFactory> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** Returns the factory of a policy's data paths. */
  public synchronized DataPathFactory factory(BarrierPolicy policy) {
    return factories.computeIfAbsent(policy.spec(), spec -> fresh(policy, "barriers-" + spec));
  }

  /**
   * Returns whether each policy compiles a class separately: classes of the package {@code
   * datapath} and of each uplink's package of that name.
   *
   * @param className the binary name of a top-level class
   */
  static boolean isRealmCode(String className) {
    return REALM_CODE.matcher(className).matches();
  }

  /**
   * Returns the factory of a new realm, whose code has not run yet.
   *
   * @param name the name of the realm's class loader
   */
  public static DataPathFactory fresh(BarrierPolicy policy, String name) {
    var realm =
        new BarrierRealm(
            name, policy, DataPathRealms::isRealmCode, DataPathRealms.class.getClassLoader());
    return realm.instantiate(DataPathFactory.class, ENTRY);
  }
}
