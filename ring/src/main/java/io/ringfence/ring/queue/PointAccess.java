package io.ringfence.ring.queue;

import io.ringfence.ring.BarrierRealm;

/**
 * The ordering points at which a packed ring changes hands, on any memory. They are for the
 * ordering tests of other modules, because {@link Barriers} is not public. The device does not use
 * this class.
 *
 * <p>It has a realm's policy only if the realm defines it: name it among the caller's classes (see
 * {@link BarrierRealm}).
 */
public final class PointAccess {
  private PointAccess() {}

  /** K2: writes the word that makes a used element visible. */
  public static void publishUsedFlags(long address, int value) {
    Barriers.publishUsedFlags(address, value);
  }

  /** K1: reads the half word that marks a descriptor as available. */
  public static int observeDescriptorFlags(long address) {
    return Barriers.observeDescriptorFlags(address);
  }

  /** K3: reads the driver's event suppression after the publication of the used element. */
  public static int driverEventSuppression(long address) {
    return Barriers.driverEventSuppression(address);
  }
}
