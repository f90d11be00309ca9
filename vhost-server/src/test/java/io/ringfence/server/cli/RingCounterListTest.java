package io.ringfence.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.Daemon;
import io.ringfence.server.DaemonConfig;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.admin.AdminClient;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every reader of a ring's counters has those of {@link RingCounter}, in its order. */
class RingCounterListTest {
  private static final Path REFERENCE = Path.of("../docs/reference/admin-api.md");
  private static final String ONE_FRAME = "1";

  @TempDir Path directory;

  private static List<String> columns() {
    return Stream.concat(
            Stream.of("session", "index", "role"),
            Stream.of(RingCounter.values()).map(RingCounter::jsonName))
        .toList();
  }

  @Test
  void theAdminInterfaceAndTheCommandShowEachCounter() throws Exception {
    try (Daemon daemon = new Daemon(config());
        GuestNic nic = GuestNic.options().connect(directory.resolve("s").toString())) {
      nic.send(new byte[100]);
      Await.until("a frame", 5_000, () -> transmitted().equals(ONE_FRAME), this::transmitted);

      assertThat(stats().path("vrings"))
          .hasSize(2)
          .allSatisfy(ring -> assertThat(ring.fieldNames()).toIterable().isEqualTo(columns()));
      List<String> lines = printed(daemon.config().admin().toString());
      List<String> header = words(lines.get(lines.size() - 3));
      List<String> transmit = words(lines.getLast());
      assertThat(header).isEqualTo(columns());
      assertThat(transmit.subList(2, 5)).containsExactly("tx", ONE_FRAME, "100");
    }
  }

  private DaemonConfig config() {
    return new DaemonConfig(
        directory.resolve("s"),
        false,
        1,
        "discard",
        BarrierPolicy.DEFAULT,
        false,
        new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF),
        new AdminAddress.Unix(directory.resolve("a")),
        OfferExtras.NONE);
  }

  private String transmitted() {
    return stats().path("vrings").path(1).path("frames").asText();
  }

  private JsonNode stats() {
    var address = new AdminAddress.Unix(directory.resolve("a"));
    try (var client = new AdminClient(address, Duration.ofSeconds(20))) {
      return client.get("/stats");
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static List<String> printed(String admin) {
    var out = new StringWriter();
    Main.commandLine("stats").setOut(new PrintWriter(out, true)).execute("stats", "--admin", admin);
    return out.toString().lines().toList();
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split("\\s+"));
  }

  @Test
  void theReferenceExplainsEachCounter() throws IOException {
    List<String> table =
        Files.readAllLines(REFERENCE).stream()
            .dropWhile(line -> !line.startsWith("| counter |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(table)
        .isEqualTo(Stream.of(RingCounter.values()).map(RingCounterListTest::row).toList());
  }

  private static String row(RingCounter counter) {
    return "| `%s` | %s | %s |".formatted(counter.jsonName(), counter.unit(), counter.help());
  }
}
