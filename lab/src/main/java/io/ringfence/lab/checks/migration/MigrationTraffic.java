package io.ringfence.lab.checks.migration;

import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.traffic.Netperf;
import java.time.Duration;

/** What goes on in the guest while it moves: TCP_RR, a file, and connections over all its pairs. */
final class MigrationTraffic {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NETPERF_SECONDS = 15;

  /**
   * What became of it.
   *
   * @param transactionsPerSecond of TCP_RR
   */
  record Outcome(double transactionsPerSecond, PacedFile.Outcome file) {}

  private final boolean manyPairs;
  private final PacedFile file;

  private MigrationTraffic(boolean manyPairs, PacedFile file) {
    this.manyPairs = manyPairs;
    this.file = file;
  }

  /** Starts it in a guest that uses so many queue pairs. */
  static MigrationTraffic start(Guest guest, int pairs, long seed) {
    roundTrips(guest).start("TCP_RR", NETPERF_SECONDS);
    if (pairs > 1) {
      connections(guest).start("TCP_CRR", NETPERF_SECONDS);
    }
    return new MigrationTraffic(pairs > 1, PacedFile.start(guest, seed));
  }

  /** Waits for its end, wherever the guest is now. */
  Outcome finish(Guest guest) {
    PacedFile.Outcome outcome = file.finish(guest);
    if (manyPairs) {
      connections(guest).awaitStarted(PATIENCE);
    }
    double rate = roundTrips(guest).awaitStarted(PATIENCE).number("THROUGHPUT");
    return new Outcome(rate, outcome);
  }

  private static Netperf roundTrips(Guest guest) {
    return new Netperf(guest, HostTap.HOST_ADDRESS);
  }

  /** A connection for each transaction, so that their hashes choose among the pairs. */
  private static Netperf connections(Guest guest) {
    return new Netperf(guest, HostTap.HOST_ADDRESS, "crr");
  }
}
