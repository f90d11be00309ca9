package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.traffic.FileTransfer;
import io.ringfence.lab.kit.traffic.Netperf;
import io.ringfence.lab.kit.traffic.NetperfResult;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** The checks of User Mode Linux on the daemon, one line each. */
public final class UmlChecks {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long BULK_BYTES = 256L << 20;
  private static final int FILE_MEBIBYTES = 32;

  private final Guest guest;
  private final Netperf netperf;
  private final Consumer<String> out;
  private int failed;

  /**
   * @param out gets a line for each check
   */
  public UmlChecks(Guest guest, Consumer<String> out) {
    this.guest = guest;
    this.out = out;
    netperf = new Netperf(guest, HostTap.HOST_ADDRESS);
  }

  /**
   * Runs all of them.
   *
   * @return the number of failed checks
   */
  public int run(int seconds) {
    ping();
    double rate = netperf.requestResponse("TCP_RR", seconds).number("THROUGHPUT");
    report(rate > 0, "tcp-rr: %.0f transactions/s for %d s", rate, seconds);
    bulk("TCP_STREAM", "REMOTE_BYTES_RECVD");
    bulk("TCP_MAERTS", "LOCAL_BYTES_RECVD");
    hashes("file-out", FileTransfer.fromGuest(guest, FILE_MEBIBYTES));
    hashes("file-in", FileTransfer.toGuest(guest, FILE_MEBIBYTES, 1));
    return failed;
  }

  private void ping() {
    String text = guest.run("ping -c 20 -A " + HostTap.HOST_ADDRESS, PATIENCE).text();
    report(text.contains(" 0% packet loss"), "ping: %s", text.lines().toList().getLast());
  }

  private void bulk(String test, String counted) {
    NetperfResult result = netperf.transfer(test, BULK_BYTES, PATIENCE);
    double arrived = result.number(counted);
    report(
        arrived >= BULK_BYTES,
        "%s: %.0f of %d bytes, %.0f Mbit/s",
        test,
        arrived,
        BULK_BYTES,
        result.number("THROUGHPUT"));
  }

  private void hashes(String name, FileTransfer.Hashes hashes) {
    report(
        hashes.equal(),
        "%s: SHA-256 %.12s sent, %.12s received",
        name,
        hashes.sent(),
        hashes.received());
  }

  private void report(boolean passed, String figure, Object... arguments) {
    failed += passed ? 0 : 1;
    out.accept((passed ? "PASS " : "FAIL ") + String.format(Locale.ROOT, figure, arguments));
  }
}
