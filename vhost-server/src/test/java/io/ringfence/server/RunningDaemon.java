package io.ringfence.server;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.net.VringCounters;
import io.ringfence.server.session.FrontEnd;
import io.ringfence.server.session.OfferExtras;
import io.ringfence.server.session.Vring;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A daemon in this process, on a socket of its own, for tests from outside of the socket. */
final class RunningDaemon implements AutoCloseable {
  private final Path directory;
  private final boolean owned;
  private final Daemon daemon;

  private RunningDaemon(Path directory, boolean owned, Daemon daemon) {
    this.directory = directory;
    this.owned = owned;
    this.daemon = daemon;
  }

  static RunningDaemon with(String uplink) {
    return with(uplink, "auto", WorkerMode.EVENTFD, 1);
  }

  static RunningDaemon with(String uplink, String policy, WorkerMode mode, int pairs) {
    return with(uplink, policy, new WorkerConfig(1, mode, WatchdogMode.OFF), pairs);
  }

  /** One whose frames are captured. */
  static RunningDaemon capturing(String uplink, Path capture) {
    var workers = new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF);
    return with(uplink, "auto", workers, 1, capture);
  }

  static RunningDaemon with(String uplink, String policy, WorkerConfig workers, int pairs) {
    return with(uplink, policy, workers, pairs, null);
  }

  private static RunningDaemon with(
      String uplink, String policy, WorkerConfig workers, int pairs, Path capture) {
    try {
      Path directory = Files.createTempDirectory("rf");
      return in(directory, true, uplink, policy, workers, pairs, capture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a folder there is, which stays. */
  static RunningDaemon in(Path directory, String uplink) {
    var workers = new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF);
    return in(directory, false, uplink, "auto", workers, 1, null);
  }

  private static RunningDaemon in(
      Path directory,
      boolean owned,
      String uplink,
      String policy,
      WorkerConfig workers,
      int pairs,
      Path capture) {
    try {
      var config =
          new DaemonConfig(
              directory.resolve("s"),
              false,
              pairs,
              uplink,
              BarrierPolicy.parse(policy),
              true,
              workers,
              AdminAddress.parse("unix:" + directory.resolve("a")),
              OfferExtras.NONE,
              capture);
      return new RunningDaemon(directory, owned, new Daemon(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String socket() {
    return directory.resolve("s").toString();
  }

  /** A ring of the only front-end there is. */
  Vring vring(int index) {
    List<FrontEnd> all = daemon.frontEnds().all();
    if (all.size() != 1) {
      throw new IllegalStateException(all.size() + " front-ends; one was expected");
    }
    return all.getFirst().vrings().get(index);
  }

  /** What was counted on a ring of the only front-end there is. */
  VringCounters counters(int index) {
    return vring(index).counters();
  }

  Daemon daemon() {
    return daemon;
  }

  @Override
  public void close() {
    daemon.close();
    try {
      if (owned) {
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
