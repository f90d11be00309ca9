package io.ringfence.lab.migration;

import io.ringfence.lab.guest.Guest;
import io.ringfence.lab.host.Bridge;
import io.ringfence.lab.host.NetServer;
import io.ringfence.lab.host.Ping;
import io.ringfence.lab.host.Tap;
import io.ringfence.lab.netperf.Netperf;
import io.ringfence.lab.process.CleanUp;
import io.ringfence.lab.testbed.RunDirectory;
import io.ringfence.lab.testbed.Setup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A guest that goes to and fro between two daemons, with traffic that never stops. */
public final class Rounds {
  private static final Duration BOOT_PATIENCE = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NETPERF_SECONDS = 15;
  private static final int REPLIES_BEFORE = 20;
  private static final int REPLIES_AFTER = 20;

  /**
   * What was seen of one migration.
   *
   * @param move as QEMU tells it
   * @param gapMillis the longest time between two replies to the host's ping, ten a second
   * @param transactionsPerSecond of the TCP_RR that went on
   * @param fileMebibytes that arrived meanwhile
   * @param hashRight whether they were the right ones
   */
  public record Round(
      long totalMillis,
      long downtimeMillis,
      long passes,
      long gapMillis,
      double transactionsPerSecond,
      long fileMebibytes,
      boolean hashRight) {}

  private final Path directory;
  private final List<String> ping;
  private Place here;
  private Place there;

  private Rounds(Path directory, List<String> ping) {
    this.directory = directory;
    this.ping = ping;
  }

  /**
   * Makes bridge, TAPs and daemons, and boots the guest; {@code cleanUp} ends all that it starts.
   *
   * @param ping the host's command up to its options
   * @param control whether QEMU's own virtio-net is to stand in for the daemons
   */
  public static Rounds start(Setup setup, List<String> ping, boolean control, CleanUp cleanUp) {
    Rounds rounds = new Rounds(RunDirectory.create(cleanUp), ping);
    Bridge bridge = cleanUp.add("the bridge", Bridge.create("ringfence"));
    cleanUp.add(
        "netserver", NetServer.start(setup.netserver(), Tap.HOST_ADDRESS, rounds.directory));
    rounds.here = place(setup, bridge, "ringfence0", control, cleanUp);
    rounds.there = place(setup, bridge, "ringfence1", control, cleanUp);
    rounds.here.boot();
    Guest guest = rounds.here.qemu().guest();
    guest.waitUntilReady(BOOT_PATIENCE);
    guest.mustRun("ping -c 1 -W 5 " + Tap.HOST_ADDRESS, PATIENCE);
    return rounds;
  }

  private static Place place(
      Setup setup, Bridge bridge, String tap, boolean control, CleanUp cleanUp) {
    bridge.addTap(tap);
    return cleanUp.add("a daemon", new Place(setup, RunDirectory.create(cleanUp), tap, control));
  }

  /** Moves the guest once, and back the next time. */
  public Round next(long seed) {
    String uri = there.expectGuest();
    Guest guest = here.qemu().guest();
    netperf(guest).start("TCP_RR", NETPERF_SECONDS);
    PacedFile file = PacedFile.start(guest, seed);
    try (Ping watch = Ping.start(ping, directory)) {
      watch.awaitReplies(REPLIES_BEFORE, PATIENCE);
      Move move = Move.of(here.qemu(), uri);
      here.leave();
      swapPlaces();
      watch.awaitReplies(REPLIES_AFTER, PATIENCE);
      Guest moved = here.qemu().guest();
      PacedFile.Outcome outcome = file.finish(moved);
      double rate = netperf(moved).awaitStarted(PATIENCE).number("THROUGHPUT");
      return new Round(
          move.totalMillis(),
          move.downtimeMillis(),
          move.passes(),
          watch.longestGapMillis(),
          rate,
          outcome.bytes() >> 20,
          outcome.sent().equals(outcome.received()));
    }
  }

  private void swapPlaces() {
    Place left = here;
    here = there;
    there = left;
  }

  private static Netperf netperf(Guest guest) {
    return new Netperf(guest, Tap.HOST_ADDRESS);
  }

  /** WARN and ERROR lines of both daemons. */
  public List<String> alarms() {
    List<String> all = new ArrayList<>(here.daemon().alarms());
    all.addAll(there.daemon().alarms());
    return all;
  }

  /** What daemons and QEMUs said last. */
  public String lastWords() {
    return "where the guest was last, "
        + here.lastWords()
        + "\nat the other place, "
        + there.lastWords();
  }
}
