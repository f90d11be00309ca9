package io.ringfence.lab.checks.restart;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.RingCounts;
import io.ringfence.lab.kit.host.Ping;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.kit.traffic.NetperfResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts a new daemon that takes over from the running one, under TCP_RR and a ping. */
public final class Restarts {
  private static final int NETPERF_SECONDS = 6;
  private static final int REPLIES = 10; // before and after
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration NETPERF_PATIENCE = Duration.ofSeconds(NETPERF_SECONDS + 40);

  /**
   * The guest's view of a take-over.
   *
   * @param perSecond TCP_RR transactions
   * @param longestMicros the longest of them
   * @param stoppedMicros time during which no daemon served the rings, as the new one reports
   * @param pings that the host sent meanwhile, ten per second
   * @param lostPings pings without a reply
   * @param retransmitted TCP segments, by the guest and by the host
   * @param rescued kicks and calls that a watchdog found lost, and re-signalled
   */
  public record Restart(
      double perSecond,
      double longestMicros,
      long stoppedMicros,
      int pings,
      int lostPings,
      long retransmitted,
      long rescued) {}

  private final Testbed testbed;
  private final List<String> ping;
  private final Path directory;

  /**
   * @param ping the host's command up to its options
   */
  public Restarts(Testbed testbed, List<String> ping, Path directory) {
    this.testbed = testbed;
    this.ping = ping;
    this.directory = directory;
  }

  /** Measures the same time without a restart, for comparison. */
  public Restart without() {
    return during(() -> 0);
  }

  /**
   * Restarts once.
   *
   * @throws LabException if the connection ended, or the old daemon did not end with status 0
   */
  public Restart next() {
    return during(testbed::hotRestart);
  }

  private interface Event {
    /** Runs the event. Returns the time for which the rings were stopped, in microseconds. */
    long happen();
  }

  private Restart during(Event event) {
    long before = Retransmissions.of(testbed.guest());
    RingCounts counted = testbed.admin().stats().totals();
    testbed.netperf().start("TCP_RR", NETPERF_SECONDS);
    try (Ping watch = Ping.start(ping, directory)) {
      watch.awaitReplies(REPLIES, PATIENCE);
      long stopped = event.happen();
      watch.awaitReplies(REPLIES, PATIENCE);
      NetperfResult result = testbed.netperf().awaitStarted(NETPERF_PATIENCE);
      return new Restart(
          result.number("THROUGHPUT"),
          result.number("MAX_LATENCY"),
          stopped,
          watch.sent(),
          watch.sent() - watch.replies(),
          Retransmissions.of(testbed.guest()) - before,
          // A daemon that takes over continues the counts of its predecessor.
          testbed.admin().stats().totals().since(counted).lostNotifications());
    }
  }
}
