package io.ringfence.lab.kit.traffic;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.guest.Guest;
import java.time.Duration;

/** netperf inside the guest, against a netserver on the host's side of the TAP. */
public final class Netperf {
  private static final String RR_SELECTORS =
      "THROUGHPUT,THROUGHPUT_UNITS,ELAPSED_TIME,MEAN_LATENCY,P50_LATENCY,P90_LATENCY,P99_LATENCY,"
          + "MIN_LATENCY,MAX_LATENCY,STDDEV_LATENCY,RT_LATENCY,REQUEST_SIZE,RESPONSE_SIZE";
  private static final String STREAM_SELECTORS =
      "THROUGHPUT,THROUGHPUT_UNITS,ELAPSED_TIME,LOCAL_BYTES_SENT,LOCAL_BYTES_RECVD,"
          + "REMOTE_BYTES_SENT,REMOTE_BYTES_RECVD";

  // time for connection set-up, the control connection and an emulated guest
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Guest guest;
  private final String server;
  private final String file;

  /**
   * @param server numeric address of the netserver
   */
  public Netperf(Guest guest, String server) {
    this(guest, server, "rr");
  }

  /**
   * @param name of the test that {@link #start} leaves running; two concurrent tests need two names
   */
  public Netperf(Guest guest, String server, String name) {
    this.guest = guest;
    this.server = server;
    file = "/tmp/" + name;
  }

  /** Runs request/response for {@code seconds}: 1 byte each way; latencies in microseconds. */
  public NetperfResult requestResponse(String test, int seconds) {
    return requestResponse(test, seconds, 0);
  }

  /**
   * Runs as {@link #requestResponse(String, int)} does, with {@code burst} more transactions in
   * flight.
   */
  public NetperfResult requestResponse(String test, int seconds, int burst) {
    return run(
        requestResponseCommand(test, seconds, burst), Duration.ofSeconds(seconds).plus(MARGIN));
  }

  /** Returns the command that runs in the guest. */
  public String requestResponseCommand(String test, int seconds, int burst) {
    // -D: requests of a burst are sent separately, not in one segment
    return "netperf -H %s -t %s -l %d -j -- %s-k %s"
        .formatted(
            server,
            test,
            seconds,
            burst == 0 ? "" : "-b " + burst + (test.startsWith("TCP") ? " -D " : " "),
            RR_SELECTORS);
  }

  /** Starts request/response and leaves it running. The guest takes other commands meanwhile. */
  public void start(String test, int seconds) {
    guest.mustRun(
        "rm -f %2$s*; { %1$s >%2$s 2>&1; echo $? >%2$s.status; } >%2$s.log 2>&1 &"
            .formatted(requestResponseCommand(test, seconds, 0), file),
        MARGIN);
  }

  /**
   * Waits for the test that {@link #start} left running, also if the guest has migrated since.
   *
   * @throws LabException if it has not ended within {@code patience}, or had an error
   */
  public NetperfResult awaitStarted(Duration patience) {
    return run(
        "while [ ! -s %1$s.status ]; do sleep 0.1; done; cat %1$s".formatted(file), patience);
  }

  /**
   * Transfers {@code bytes} in one direction: {@code TCP_STREAM} out of the guest, {@code
   * TCP_MAERTS} into it.
   */
  public NetperfResult transfer(String test, long bytes, Duration patience) {
    return run(
        "netperf -H %s -t %s -l -%d -- -k %s".formatted(server, test, bytes, STREAM_SELECTORS),
        patience);
  }

  /** Transfers as {@link #transfer} does, for a time instead of a number of bytes; 10^6 bits/s. */
  public NetperfResult stream(String test, int seconds) {
    return run(
        "netperf -H %s -t %s -l %d -- -k %s".formatted(server, test, seconds, STREAM_SELECTORS),
        Duration.ofSeconds(seconds).plus(MARGIN));
  }

  private NetperfResult run(String command, Duration patience) {
    Guest.Output output = guest.run(command + " 2>&1", patience);
    if (output.status() != 0) {
      throw new LabException(
          "netperf in the guest: exit status %d: %s".formatted(output.status(), output.text()));
    }
    return NetperfResult.parse(output.text());
  }
}
