package io.ringfence.lab.cli;

import io.ringfence.lab.kit.client.Crowd;
import io.ringfence.lab.kit.client.RoundTrips;
import io.ringfence.testkit.guest.GuestNic;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Software front-ends in a separate process that the lab starts. Each prints {@code measuring} when
 * it begins, and ends with a line of {@code NAME=VALUE}.
 */
@Command(name = "client", hidden = true)
final class ClientCommand {
  private static final String BEGUN = "measuring";

  @Command(name = "round-trip")
  int roundTrip(
      @Option(names = "--socket", required = true) String socket,
      @Option(names = "--bytes", required = true) int bytes,
      @Option(names = "--sleep") boolean sleeps,
      @Option(names = "--warm-up", required = true) double warmUp,
      @Option(names = "--seconds", required = true) double seconds) {
    try (GuestNic nic = Crowd.connect(socket)) {
      var trips = new RoundTrips(nic, bytes, sleeps);
      trips.run(warmUp);
      System.out.println(BEGUN);
      trips.run(seconds);
      System.out.printf(
          Locale.ROOT,
          "count=%d p50=%d p99=%d p999=%d%n",
          trips.count(),
          trips.quantile(0.5),
          trips.quantile(0.99),
          trips.quantile(0.999));
    }
    return 0;
  }

  @Command(name = "crowd")
  int crowd(
      @Option(names = "--socket", required = true) String socket,
      @Option(names = "--guests", required = true) int guests,
      @Option(names = "--warm-up", required = true) double warmUp,
      @Option(names = "--seconds", required = true) double seconds) {
    try (var crowd = new Crowd(socket, guests)) {
      crowd.run(warmUp);
      System.out.println(BEGUN);
      long start = System.nanoTime();
      long frames = crowd.run(seconds);
      System.out.printf("frames=%d nanos=%d%n", frames, System.nanoTime() - start);
    }
    return 0;
  }

  /**
   * Runs one front-end of every kind. Stays attached after its result line until standard input
   * ends.
   */
  @Command(name = "mixed")
  int mixed(
      @Option(names = "--socket", required = true) String socket,
      @Option(names = "--warm-up", required = true) double warmUp,
      @Option(names = "--seconds", required = true) double seconds)
      throws IOException {
    try (Crowd crowd = Crowd.mixed(socket)) {
      long before = crowd.run(warmUp);
      System.out.println(BEGUN);
      long frames = crowd.run(seconds);
      System.out.printf("frames=%d before=%d%n", frames, before);
      awaitEndOfInput();
    }
    return 0;
  }

  /** Stays attached with enabled rings and without traffic until standard input ends. */
  @Command(name = "idle")
  int idle(
      @Option(names = "--socket", required = true) String socket,
      @Option(names = "--guests", required = true) int guests)
      throws IOException {
    try (var crowd = new Crowd(socket, guests)) {
      crowd.run(0);
      System.out.println(BEGUN);
      awaitEndOfInput();
    }
    return 0;
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Input is ignored; only its end counts.
    }
  }
}
