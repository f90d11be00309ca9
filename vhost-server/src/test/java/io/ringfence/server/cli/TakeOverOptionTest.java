package io.ringfence.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.Daemon;
import io.ringfence.server.DaemonConfig;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command line may not ask of a running daemon. */
class TakeOverOptionTest {
  @Test
  void whatFrontEndsDependOnMustBeAsItIs(@TempDir Path directory) throws Exception {
    var config =
        new DaemonConfig(
            directory.resolve("s"),
            false,
            1,
            "loopback",
            BarrierPolicy.DEFAULT,
            false,
            new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF),
            new AdminAddress.Unix(directory.resolve("a")),
            OfferExtras.NONE);
    try (Daemon running = new Daemon(config)) {
      String admin = running.config().admin().toString();
      assertRefused(admin, "--queues", "4", "1");
      assertRefused(admin, "--uplink", "discard", "loopback");
      assertRefused(admin, "--socket-path", "/elsewhere", directory.resolve("s").toString());
      assertRefused(admin, "--mtu", "9000", "0");
    }
  }

  private static void assertRefused(String admin, String option, String given, String running) {
    var errors = new StringWriter();
    int status;
    do { // the one before may not have ended yet
      errors.getBuffer().setLength(0);
      status =
          Main.commandLine()
              .setErr(new PrintWriter(errors, true))
              .execute("serve", "--take-over", admin, option, given);
    } while (errors.toString().contains("under way"));
    assertThat(errors.toString().lines().findFirst())
        .hasValue(
            "ringfence serve: %s %s, but the running daemon has %s; leave the option out, or end that daemon"
                .formatted(option, given, running));
    assertThat(status).isEqualTo(2);
  }

  @Test
  void whereNoDaemonIsThatIsSaid(@TempDir Path directory) {
    var errors = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(errors, true))
            .execute("serve", "--take-over", directory.resolve("none").toString());
    assertThat(errors.toString()).startsWith("ringfence: no daemon at unix:" + directory);
    assertThat(status).isEqualTo(1);
  }
}
