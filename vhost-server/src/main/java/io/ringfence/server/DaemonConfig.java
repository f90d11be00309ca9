package io.ringfence.server;

import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.takeover.ConfigRecord;
import io.ringfence.server.worker.WorkerConfig;
import java.nio.file.Path;

/**
 * What a daemon is told at its start.
 *
 * @param socketPath the vhost-user socket
 * @param client whether to connect to it, where it would otherwise be listened on
 * @param pairs queue pairs that a front-end may use, 1 to {@link #MOST_PAIRS}
 * @param uplink where frames go, as {@link io.ringfence.server.uplink.Uplinks} takes it
 * @param policy the first barrier policy
 * @param allowUnsafe whether policies that lose notifications or data may be chosen
 * @param workers how rings are served
 * @param admin where it can be looked at and steered
 * @param extras features that a user chose
 * @param capture the file that frames are written down in; null where they are not
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

  /** One that captures nothing. */
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
   * Refuses a policy that this machine's processor would make fail, unless that is wanted.
   *
   * @throws IllegalArgumentException where it is unsafe and that was not allowed
   */
  public static void checkSafe(BarrierPolicy policy, boolean allowUnsafe) {
    var unordered = policy.unordered(Architecture.host());
    if (!unordered.isEmpty() && !allowUnsafe) {
      throw new IllegalArgumentException(
          "barrier policy %s is unsafe on %s: it leaves %s unordered; it needs --allow-unsafe"
              .formatted(policy.spec(), Architecture.host().label(), unordered));
    }
  }

  /** In the words of a process that takes the daemon over. */
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

  /** The same under another barrier policy. */
  DaemonConfig under(BarrierPolicy other) {
    return new DaemonConfig(
        socketPath, client, pairs, uplink, other, allowUnsafe, workers, admin, extras, capture);
  }
}
