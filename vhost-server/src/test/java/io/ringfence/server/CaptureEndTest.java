package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.admin.AdminClient;
import io.ringfence.testkit.guest.GuestNic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A capture file that cannot grow. The kernel writes the part of a block that fits and refuses the
 * next write, as it does on a full disk.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CaptureEndTest {
  private static final int LIMIT = 1_000_001; // no block ends there: each is a multiple of 4 long
  private static final int FRAMES = 500; // with 4 KiB in the mean, each twice in the file

  @TempDir Path directory;

  @Test
  void whatDoesNotFitWhollyIsTakenBackAndStatusTellsTheReason() throws Exception {
    Path file = directory.resolve("c.pcapng");
    String socket = directory.resolve("s").toString();
    String admin = "unix:" + directory.resolve("a");
    try (var daemon =
        DaemonProcess.serveBy(
            List.of("prlimit", "--fsize=" + LIMIT),
            "--socket-path",
            socket,
            "--admin",
            admin,
            "--pcap",
            file.toString())) {
      daemon.awaitSaid("admin listening");
      assertThat(json(admin))
          .isEqualTo("{\"file\":\"%s\",\"state\":\"running\",\"reason\":null}".formatted(file));
      try (GuestNic nic = GuestNic.options().connect(socket)) {
        var traffic = new LoopbackTraffic(nic, 1);
        traffic.run(FRAMES);
        daemon.awaitSaid("capture ended");
        traffic.run(FRAMES);
      }
      assertThat(json(admin))
          .isEqualTo(
              "{\"file\":\"%s\",\"state\":\"ended\",\"reason\":\"File too large\"}"
                  .formatted(file));
      assertThat(daemon.lines().stream().filter(line -> line.contains("WARN")))
          .singleElement()
          .asString()
          .endsWith(
              "CaptureFile: capture ended file=%s bytes=%d: File too large; restart with --pcap to capture again"
                  .formatted(file, Files.size(file)));
    }
    assertThat(CapturedFrames.read(file).sent()).isNotEmpty();
  }

  private static String json(String admin) throws IOException {
    try (var client = new AdminClient(AdminAddress.parse(admin), Duration.ofSeconds(10))) {
      JsonNode status = client.get("/status");
      return status.path("capture").toString();
    }
  }
}
