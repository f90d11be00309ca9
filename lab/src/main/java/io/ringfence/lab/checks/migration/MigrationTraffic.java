package io.ringfence.lab.checks.migration;

import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.traffic.Netperf;
import java.time.Duration;

/** The guest's traffic during a migration: TCP_RR, a file, and connections over all its pairs. */
final class MigrationTraffic {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NETPERF_SECONDS = 15;

  /**
   * The result.
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

  /** Starts the traffic in a guest that uses {@code pairs} queue pairs. */
  static MigrationTraffic start(Guest guest, int pairs, long seed) {
    roundTrips(guest).start("TCP_RR", NETPERF_SECONDS);
    if (pairs > 1) {
      connections(guest).start("TCP_CRR", NETPERF_SECONDS);
    }
    return new MigrationTraffic(pairs > 1, PacedFile.start(guest, seed));
  }

  /** Waits for its end, at the guest's present place. */
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

  /** Opens one connection per transaction, so that their hashes spread over the pairs. */
  private static Netperf connections(Guest guest) {
    return new Netperf(guest, HostTap.HOST_ADDRESS, "crr");
  }
}
