package io.ringfence.server;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.device.Vring;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.session.FrontEnd;
import io.ringfence.server.takeover.ConfigRecord;
import io.ringfence.server.takeover.Formats;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.takeover.TakeOver;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A daemon in this process, on a socket of its own, for tests from outside of the socket. */
final class RunningDaemon implements AutoCloseable {
  private static final WorkerConfig ONE_WORKER =
      new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF);

  private final Path directory;
  private final boolean owned;
  private Daemon daemon;

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

  static RunningDaemon with(String uplink, String policy, WorkerConfig workers, int pairs) {
    return start(
        temporary(),
        true,
        folder -> config(folder, uplink, policy, workers, pairs, OfferExtras.NONE, null));
  }

  /** One whose frames are captured. */
  static RunningDaemon capturing(String uplink, Path capture) {
    return start(
        temporary(),
        true,
        folder -> config(folder, uplink, "auto", ONE_WORKER, 1, OfferExtras.NONE, capture));
  }

  /** One that offers what a user chose besides. */
  static RunningDaemon offering(OfferExtras extras) {
    return start(
        temporary(),
        true,
        folder -> config(folder, "loopback", "auto", ONE_WORKER, 1, extras, null));
  }

  /** One that speaks other formats of the hand-over than this version. */
  static RunningDaemon speaking(Formats formats) {
    Path folder = temporary();
    try {
      var config = config(folder, "loopback", "auto", ONE_WORKER, 1, OfferExtras.NONE, null);
      return new RunningDaemon(folder, true, new Daemon(config, formats));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a folder there is, which stays. */
  static RunningDaemon in(Path directory, String uplink) {
    return start(
        directory,
        false,
        folder -> config(folder, uplink, "auto", ONE_WORKER, 1, OfferExtras.NONE, null));
  }

  /** For a daemon that connects to a front-end's socket, and whose own files are in a folder. */
  static DaemonConfig connecting(Path socket, Path directory) {
    return new DaemonConfig(
        socket,
        true,
        1,
        "loopback",
        BarrierPolicy.DEFAULT,
        false,
        ONE_WORKER,
        AdminAddress.parse("unix:" + directory.resolve("a")),
        OfferExtras.NONE);
  }

  private static RunningDaemon start(
      Path directory, boolean owned, Function<Path, DaemonConfig> config) {
    try {
      return new RunningDaemon(directory, owned, new Daemon(config.apply(directory)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("rf");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DaemonConfig config(
      Path directory,
      String uplink,
      String policy,
      WorkerConfig workers,
      int pairs,
      OfferExtras extras,
      Path capture) {
    return new DaemonConfig(
        directory.resolve("s"),
        false,
        pairs,
        uplink,
        BarrierPolicy.parse(policy),
        true,
        workers,
        AdminAddress.parse("unix:" + directory.resolve("a")),
        extras,
        capture);
  }

  String socket() {
    return directory.resolve("s").toString();
  }

  /** A guest whose buffers are of all shapes. */
  GuestNic guest(boolean packed) {
    return GuestNic.options()
        .with(packed ? Features.RING_PACKED : 0)
        .net(features -> Shapes.random(features, LoopbackTraffic.LARGEST, packed, 7))
        .connect(socket());
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

  /** Has another daemon take over; returns when the one before has let go of everything. */
  void restart() {
    restart(Formats.OWN);
  }

  /** The same by a daemon that speaks other formats of the hand-over. */
  void restart(Formats formats) {
    daemon = successor(daemon, formats);
  }

  /** A daemon that has taken over from another. */
  static Daemon successor(Daemon before) {
    return successor(before, Formats.OWN);
  }

  private static Daemon successor(Daemon before, Formats formats) {
    return successor(before, expectedBy(before), formats);
  }

  private static Daemon successor(Daemon before, Path door, Formats formats) {
    try (var takeOver = new TakeOver(door, formats)) {
      BarrierPolicy policy = BarrierPolicy.parse(takeOver.config().policy());
      Daemon next = new Daemon(before.config().under(policy), takeOver);
      before.awaitEnd();
      return next;
    } catch (IOException | HandOverException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Has another daemon take over from whoever expects it at a path, which has what this one has.
   */
  void restartFrom(Path door) {
    daemon = successor(daemon, door, Formats.OWN);
  }

  /**
   * A daemon that takes over from a process that is none of this class.
   *
   * @param directory where its sockets are
   * @param door where it is expected
   */
  static RunningDaemon takingOver(Path directory, Path door) throws HandOverException {
    try (var takeOver = new TakeOver(door, Formats.OWN)) {
      ConfigRecord running = takeOver.config();
      var workers =
          new WorkerConfig(
              running.workers(),
              WorkerMode.valueOf(running.mode().toUpperCase(Locale.ROOT)),
              WatchdogMode.valueOf(running.watchdog().toUpperCase(Locale.ROOT)));
      var extras = new OfferExtras(running.guestAnnounce(), running.mtu(), running.orderPlatform());
      DaemonConfig config =
          config(
              directory,
              running.uplink(),
              running.policy(),
              workers,
              running.pairs(),
              extras,
              null);
      return new RunningDaemon(directory, false, new Daemon(config, takeOver));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A hand-over that failed may have told so, and not have ended yet. */
  private static Path expectedBy(Daemon daemon) {
    var path = new AtomicReference<Path>();
    Await.until(
        "the last hand-over to end",
        5_000,
        () -> {
          try {
            path.set(daemon.expectSuccessor());
            return true;
          } catch (HandOverException | IOException e) {
            return false;
          }
        },
        () -> "one under way");
    return path.get();
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
