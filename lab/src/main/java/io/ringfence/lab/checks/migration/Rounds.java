package io.ringfence.lab.checks.migration;

import io.ringfence.lab.kit.guest.Channels;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.Announcements;
import io.ringfence.lab.kit.host.Announcements.Kind;
import io.ringfence.lab.kit.host.Bridge;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.host.NetServer;
import io.ringfence.lab.kit.host.Ping;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.kit.process.Waiting;
import io.ringfence.lab.kit.testbed.Setup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A guest that migrates back and forth between two daemons, under continuous traffic. */
public final class Rounds {
  private static final Duration BOOT_PATIENCE = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ANNOUNCE_PATIENCE = Duration.ofSeconds(10);
  private static final int REPLIES_BEFORE = 20;
  private static final int REPLIES_AFTER = 20;
  private static final String BRIDGE = "ringfence";
  private static final List<String> TAPS = List.of("ringfence0", "ringfence1");

  /**
   * The options.
   *
   * @param setup of both places
   * @param ping the host's command up to its options
   * @param control whether QEMU's own virtio-net replaces the daemons
   * @param guestAnnounce whether the guest, not the daemon, announces its location
   */
  public record Options(Setup setup, List<String> ping, boolean control, boolean guestAnnounce) {
    public Options {
      ping = List.copyOf(ping);
    }

    // QEMU's own virtio-net leaves it to the guest.
    private Kind announcement() {
      return control || guestAnnounce ? Kind.ARP : Kind.RARP;
    }
  }

  /**
   * The result of one migration.
   *
   * @param move as QEMU reports it
   * @param announcement that the network received
   * @param gapMillis the longest time between two replies to the host's ping, ten per second
   * @param transactionsPerSecond of the concurrent TCP_RR
   * @param fileMebibytes received meanwhile
   * @param hashRight whether the received bytes have the right hash
   */
  public record Round(
      Move move,
      Announcement announcement,
      long gapMillis,
      double transactionsPerSecond,
      long fileMebibytes,
      boolean hashRight) {

    /** Returns whether the guest arrived intact, and its location was announced. */
    public boolean good() {
      return hashRight && announcement.seen();
    }
  }

  private final Options options;
  private final Path directory;
  private Announcements announcements;
  private Place here;
  private Place there;

  private Rounds(Options options, Path directory) {
    this.options = options;
    this.directory = directory;
  }

  /**
   * Creates bridge, TAPs and daemons, and boots the guest; {@code cleanUp} ends all that it starts.
   */
  public static Rounds start(Options options, CleanUp cleanUp) {
    Rounds rounds = new Rounds(options, RunDirectory.create(cleanUp));
    Bridge bridge = cleanUp.add("the bridge", Bridge.create(BRIDGE));
    cleanUp.add(
        "netserver",
        NetServer.start(options.setup().netserver(), HostTap.HOST_ADDRESS, rounds.directory));
    rounds.here = place(options, bridge, TAPS.getFirst(), cleanUp);
    rounds.there = place(options, bridge, TAPS.getLast(), cleanUp);
    rounds.bootGuest();
    rounds.watchBridge(cleanUp);
    return rounds;
  }

  private static Place place(Options options, Bridge bridge, String tap, CleanUp cleanUp) {
    Setup setup = options.setup();
    bridge.addTap(tap, setup.queues());
    Path own = RunDirectory.create(cleanUp);
    return cleanUp.add(
        "a daemon", new Place(setup, own, tap, options.control(), options.guestAnnounce()));
  }

  private void bootGuest() {
    here.boot();
    Guest guest = here.qemu().guest();
    guest.waitUntilReady(BOOT_PATIENCE);
    guest.mustRun("ping -c 1 -W 5 " + HostTap.HOST_ADDRESS, PATIENCE);
    // By default a guest uses no more pairs than it has CPUs.
    if (options.setup().queues() > 1) {
      Channels.set(guest, options.setup().queues(), PATIENCE);
    }
    here.checkAnnounce(options.guestAnnounce());
  }

  private void watchBridge(CleanUp cleanUp) {
    String mac = here.qemu().guest().mustRun("cat /sys/class/net/eth0/address", PATIENCE).strip();
    List<String> links = new ArrayList<>(TAPS);
    links.add(BRIDGE);
    announcements = cleanUp.add("tshark", Announcements.watch(directory, mac, links));
  }

  /** Migrates the guest once, to the other place. */
  public Round next(long seed) {
    String uri = there.expectGuest();
    Map<Integer, Long> framesBefore = here.frames();
    MigrationTraffic traffic =
        MigrationTraffic.start(here.qemu().guest(), options.setup().queues(), seed);
    try (Ping watch = Ping.start(options.ping(), directory)) {
      watch.awaitReplies(REPLIES_BEFORE, PATIENCE);
      here.awaitTraffic(framesBefore);
      long begun = System.currentTimeMillis();
      Move move = Move.of(here.qemu(), uri);
      here.leave();
      swapPlaces();
      watch.awaitReplies(REPLIES_AFTER, PATIENCE);
      here.awaitTraffic(Map.of());
      MigrationTraffic.Outcome outcome = traffic.finish(here.qemu().guest());
      Waiting.upTo(ANNOUNCE_PATIENCE, () -> announcement(begun).seen());
      return new Round(
          move,
          announcement(begun),
          watch.longestGapMillis(),
          outcome.transactionsPerSecond(),
          outcome.file().bytes() >> 20,
          outcome.file().sent().equals(outcome.file().received()));
    }
  }

  private Announcement announcement(long begunMillis) {
    return Announcement.of(
        options.announcement(), here.tap(), BRIDGE, begunMillis, announcements.since(begunMillis));
  }

  private void swapPlaces() {
    Place left = here;
    here = there;
    there = left;
  }

  /** Returns the WARN and ERROR lines of both daemons. */
  public List<String> alarms() {
    List<String> all = new ArrayList<>(here.daemon().alarms());
    all.addAll(there.daemon().alarms());
    return all;
  }

  /** Returns the last lines of daemons and QEMUs. */
  public String lastLines() {
    return "where the guest was last, "
        + here.lastLines()
        + "\nat the other place, "
        + there.lastLines();
  }
}
