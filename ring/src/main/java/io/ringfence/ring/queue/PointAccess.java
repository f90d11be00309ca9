package io.ringfence.ring.queue;

import io.ringfence.ring.BarrierRealm;

/**
 * The ordering points of a packed ring's hand-over, on any memory. The ordering tests of other
 * modules call them, for {@link Barriers} is not public; no ring is served by this class.
 *
 * <p>Its policy is a realm's only if the realm defines this class anew: name it among the caller's
 * classes (see {@link BarrierRealm}).
 */
public final class PointAccess {
  private PointAccess() {}

  /** K2: writes the word that makes a used element visible. */
  public static void publishUsedFlags(long address, int value) {
    Barriers.publishUsedFlags(address, value);
  }

  /** K1: reads the half word that tells whether a descriptor is available. */
  public static int observeDescriptorFlags(long address) {
    return Barriers.observeDescriptorFlags(address);
  }

  /** K3: reads the driver's event suppression, after the used element was published. */
  public static int driverEventSuppression(long address) {
    return Barriers.driverEventSuppression(address);
  }
}
