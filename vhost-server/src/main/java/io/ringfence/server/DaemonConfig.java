package io.ringfence.server;

import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.takeover.ConfigRecord;
import io.ringfence.server.worker.WorkerConfig;
import java.nio.file.Path;

/**
 * The configuration of a daemon.
 *
 * @param socketPath the vhost-user socket
 * @param client whether to connect to the socket instead of listening on it
 * @param pairs queue pairs that a front-end may use, 1 to {@link #MOST_PAIRS}
 * @param uplink the uplink, in a form that {@link io.ringfence.server.uplink.Uplinks} reads
 * @param policy the first barrier policy
 * @param allowUnsafe whether policies that lose notifications or data are allowed
 * @param workers the workers' number and mode
 * @param admin the address of the admin interface
 * @param extras optional features that the user chose
 * @param capture the file of captured frames; null if they are not captured
 */
public record DaemonConfig(
    Path socketPath,
    boolean client,
    int pairs,
    String uplink,
    BarrierPolicy policy,
    boolean allowUnsafe,
    WorkerConfig workers,
    AdminAddress admin,
    OfferExtras extras,
    Path capture) {
  /** The most queue pairs. */
  public static final int MOST_PAIRS = 64;

  public DaemonConfig {
    if (pairs < 1 || pairs > MOST_PAIRS) {
      throw new IllegalArgumentException(pairs + " queue pairs; allowed are 1 to " + MOST_PAIRS);
    }
    checkSafe(policy, allowUnsafe);
  }

  /** Creates a configuration without a capture file. */
  public DaemonConfig(
      Path socketPath,
      boolean client,
      int pairs,
      String uplink,
      BarrierPolicy policy,
      boolean allowUnsafe,
      WorkerConfig workers,
      AdminAddress admin,
      OfferExtras extras) {
    this(socketPath, client, pairs, uplink, policy, allowUnsafe, workers, admin, extras, null);
  }

  /**
   * Refuses a policy that is unsafe on this machine's processor, unless unsafe policies are
   * allowed.
   *
   * @throws IllegalArgumentException if the policy is refused
   */
  public static void checkSafe(BarrierPolicy policy, boolean allowUnsafe) {
    var unordered = policy.unordered(Architecture.host());
    if (!unordered.isEmpty() && !allowUnsafe) {
      throw new IllegalArgumentException(
          "barrier policy %s is unsafe on %s: it leaves %s unordered; it needs --allow-unsafe"
              .formatted(policy.spec(), Architecture.host().label(), unordered));
    }
  }

  /** Returns the record for a process that takes the daemon over. */
  ConfigRecord record() {
    return new ConfigRecord(
        ProcessHandle.current().pid(),
        socketPath.toAbsolutePath().normalize().toString(),
        client,
        pairs,
        uplink,
        policy.spec(),
        allowUnsafe,
        workers.count(),
        workers.mode().label(),
        workers.watchdog().label(),
        admin.toString(),
        extras.guestAnnounce(),
        extras.mtu(),
        extras.orderPlatform());
  }

  /** Returns this configuration with another barrier policy. */
  DaemonConfig under(BarrierPolicy other) {
    return new DaemonConfig(
        socketPath, client, pairs, uplink, other, allowUnsafe, workers, admin, extras, capture);
  }
}
