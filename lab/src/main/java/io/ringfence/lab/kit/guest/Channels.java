package io.ringfence.lab.kit.guest;

import java.time.Duration;

/** How many queue pairs of its device a guest uses. */
public final class Channels {
  private Channels() {}

  /** Has the guest use so many; ethtool takes it for an error where it does already. */
  public static void set(Guest guest, int pairs, Duration patience) {
    guest.mustRun(
        "ethtool -l eth0 | tail -n 2 | grep -q 'Combined:.*%1$d$' || ethtool -L eth0 combined %1$d"
            .formatted(pairs),
        patience);
  }
}
