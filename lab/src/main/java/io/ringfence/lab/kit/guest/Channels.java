package io.ringfence.lab.kit.guest;

import java.time.Duration;

/** The number of queue pairs that a guest uses of its device. */
public final class Channels {
  private Channels() {}

  /**
   * Sets the guest's number of queue pairs. ethtool reports an error if the number is already set.
   */
  public static void set(Guest guest, int pairs, Duration patience) {
    guest.mustRun(
        "ethtool -l eth0 | tail -n 2 | grep -q 'Combined:.*%1$d$' || ethtool -L eth0 combined %1$d"
            .formatted(pairs),
        patience);
  }
}
