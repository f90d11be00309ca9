package io.ringfence.lab.checks.restart;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.guest.Configuration;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.host.Ping;
import io.ringfence.lab.kit.testbed.Setup;
import io.ringfence.lab.kit.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Kills the daemon with SIGKILL under TCP_RR and a ping, and starts it again at once. */
public final class Kills {
  private static final int NETPERF_SECONDS = 12;
  private static final int REPLIES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration NETPERF_PATIENCE = Duration.ofSeconds(NETPERF_SECONDS + 40);

  /**
   * The guest's view of a kill.
   *
   * @param survived whether the running TCP_RR continued
   * @param netperf its transactions per second, or the reason of its end
   * @param gapMillis the longest time between two replies to the host's ping, ten per second
   * @param back whether replies resumed without a reset
   * @param backAfterReset whether they resumed after the guest's driver reset the device; true if
   *     no reset was needed
   */
  public record Kill(
      boolean survived, String netperf, long gapMillis, boolean back, boolean backAfterReset) {}

  private final Testbed testbed;
  private final List<String> ping;
  private final Path directory;

  /**
   * @param ping the host's command up to its options
   */
  public Kills(Testbed testbed, List<String> ping, Path directory) {
    this.testbed = testbed;
    this.ping = ping;
    this.directory = directory;
  }

  /** Returns a setup in which QEMU listens on the socket and the daemon connects. */
  public static Setup qemuListens(Setup setup, Path directory) {
    String chardev =
        """
        [chardev "vhost-user"]
          backend = "socket"
          path = "vhost-user.sock"
          server = "on"
        """;
    return setup.connecting(
        Configuration.changed(
            setup.qemu(),
            directory.resolve("listening.cfg"),
            text -> Configuration.replaceSection(text, "[chardev \"vhost-user\"]", chardev)));
  }

  /** Kills the daemon once. */
  public Kill next() {
    testbed.netperf().start("TCP_RR", NETPERF_SECONDS);
    try (Ping watch = Ping.start(ping, directory)) {
      watch.awaitReplies(REPLIES, PATIENCE);
      testbed.killDaemon();
      testbed.startDaemon();
      boolean back = replies(watch);
      boolean survived = true;
      String netperf;
      try {
        netperf =
            "%.0f/s"
                .formatted(testbed.netperf().awaitStarted(NETPERF_PATIENCE).number("THROUGHPUT"));
      } catch (LabException e) {
        survived = false;
        netperf = "ended (" + e.getMessage() + ")";
      }
      boolean backAfterReset = back || resetDevice() && replies(watch);
      return new Kill(survived, netperf, watch.longestGapMillis(), back, backAfterReset);
    }
  }

  private static boolean replies(Ping watch) {
    try {
      watch.awaitReplies(REPLIES, PATIENCE);
      return true;
    } catch (LabException e) {
      return false;
    }
  }

  /** Unbinds and binds the guest's driver, which resets the device. */
  private boolean resetDevice() {
    Guest guest = testbed.guest();
    Guest.Output output =
        guest.run(
            "killall netperf; d=$(basename $(readlink /sys/class/net/eth0/device));"
                + " cd /sys/bus/virtio/drivers/virtio_net; echo $d >unbind; echo $d >bind;"
                + " sleep 1; ip address add %s/%d dev eth0; ip link set eth0 up"
                    .formatted(HostTap.GUEST_ADDRESS, HostTap.PREFIX_LENGTH),
            Duration.ofSeconds(60));
    return output.status() == 0;
  }
}
