package io.ringfence.ring;

import java.util.Set;

/** Realms that define the test's device code anew, besides the ring's own. */
final class Realms {
  private Realms() {}

  /** A new realm for a policy, with so many classes of this package in it. */
  static BarrierRealm of(String policy, Class<?>... callerCode) {
    var names = Set.of(callerCode).stream().map(Class::getName).toList();
    return new BarrierRealm(
        BarrierPolicy.parse(policy), Set.copyOf(names)::contains, Realms.class.getClassLoader());
  }

  /** A device, not started, in a realm of its own. */
  static RealmDevice device(String policy) {
    return of(policy, RealmDeviceQueue.class)
        .instantiate(RealmDevice.class, RealmDeviceQueue.class.getName());
  }
}
