package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.admin.Request;
import io.ringfence.server.admin.RequestRefused;
import io.ringfence.server.admin.Response;
import io.ringfence.server.admin.Route;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules over the admin interface: what is refused, and that the daemon serves on. */
class ScheduleRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TWO_ARMS = "{\"arms\":[\"auto#1\",\"smp#1\"],\"blocks\":100}";

  private static JsonNode call(Daemon daemon, String method, String target, String body)
      throws RequestRefused, IOException {
    String[] parts = target.split("\\?", 2);
    Route route =
        ScheduleRoutes.of(daemon).stream()
            .filter(each -> each.method().equals(method) && each.path().equals(parts[0]))
            .findFirst()
            .orElseThrow();
    Response response =
        route
            .handler()
            .handle(
                new Request(
                    method,
                    parts[0],
                    parts.length == 2 ? parts[1] : "",
                    body.getBytes(StandardCharsets.UTF_8)));
    return JSON.readTree(response.body());
  }

  private static Daemon daemon(Path folder, boolean allowUnsafe, int workers) throws IOException {
    return new Daemon(
        new DaemonConfig(
            folder.resolve("s"),
            false,
            1,
            "loopback",
            BarrierPolicy.DEFAULT,
            allowUnsafe,
            new WorkerConfig(workers, WorkerMode.EVENTFD, WatchdogMode.OFF),
            AdminAddress.parse("unix:" + folder.resolve("a")),
            OfferExtras.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"arms\":[\"fast#1\",\"smp#1\"],\"blocks\":9}|400|barrier policy fast is unknown; a policy",
        "{\"arms\":[\"auto#1\"],\"blocks\":9}|400|arms: 1 given; allowed are 2 to 64",
        "{\"arms\":[\"auto#1\",\"auto#1\"],\"blocks\":9}|400|arms: auto#1 is given twice; another",
        "{\"blocks\":9}|400|body {\"blocks\":9}: no arms in it; allowed {\"arms\":",
        "{\"arms\":[\"auto#1\",\"smp#1\"]}|400|body {\"arms\":[\"auto#1\",\"smp#1\"]}: no blocks in it;",
        "{\"arms\":[\"auto#1\",\"smp#1\"],\"blocks\":9,\"sliceMillis\":[4,9],\"washoutMillis\":1}|400|"
            + "sliceMillis: 4 given; allowed are 5 to 10000",
        "{\"arms\":[\"auto#1\",\"none#1\"],\"blocks\":9}|400|barrier policy none is unsafe on",
        "{\"arms\":[\"auto#1\",\"smp#1\"],\"blocks\":9}|409|no front-end is served; connect one",
      })
  void whatCannotRunIsRefused(String body, int status, String message, @TempDir Path folder)
      throws Exception {
    try (Daemon daemon = daemon(folder, false, 1)) {
      assertThatThrownBy(() -> call(daemon, "POST", "/schedule", body))
          .isInstanceOfSatisfying(
              RequestRefused.class,
              refused -> {
                assertThat(refused.getMessage()).startsWith(message);
                assertThat(refused.status()).isEqualTo(status);
              });
      assertThat(call(daemon, "GET", "/schedule", "").path("state").asText()).isEqualTo("none");
      assertThatThrownBy(() -> call(daemon, "GET", "/schedule/slices", ""))
          .hasMessage("no schedule was started; POST /schedule starts one");
    }
  }

  @Test
  void severalWorkersCannotAlternate(@TempDir Path folder) throws Exception {
    try (Daemon daemon = daemon(folder, false, 2)) {
      assertThatThrownBy(() -> call(daemon, "POST", "/schedule", TWO_ARMS))
          .hasMessage("a schedule needs one worker, this daemon has 2; start it with --workers 1");
    }
  }

  @Test
  void whileItRunsNothingElseIsChanged(@TempDir Path folder) throws Exception {
    String busy = "a schedule runs; end it by DELETE /schedule, or wait for its end";
    try (Daemon daemon = daemon(folder, false, 1);
        GuestNic nic = GuestNic.options().connect(folder.resolve("s").toString())) {
      new LoopbackTraffic(nic, 1).run(10);
      JsonNode started = call(daemon, "POST", "/schedule", TWO_ARMS);
      assertThat(started.path("planned").asInt()).isEqualTo(200);
      assertThatThrownBy(() -> call(daemon, "POST", "/schedule", TWO_ARMS)).hasMessage(busy);
      assertThatThrownBy(() -> daemon.swap(BarrierPolicy.parse("smp"))).hasMessage(busy);
      assertThatThrownBy(daemon::expectSuccessor)
          .isInstanceOf(HandOverException.class)
          .hasMessage(busy);
      assertThatThrownBy(() -> call(daemon, "GET", "/schedule/slices?from=7", ""))
          .hasMessage("from: 7 given; the records that are kept are 0 to 0");
      JsonNode ended = call(daemon, "DELETE", "/schedule", "");
      assertThat(ended.path("state").asText()).isEqualTo("failed");
      assertThat(ended.path("reason").asText()).isEqualTo("ended by request");
      daemon.swap(BarrierPolicy.parse("smp"));
      new LoopbackTraffic(nic, 2).run(1_000);
    }
  }

  @Test
  void aFrontEndThatLeavesEndsIt(@TempDir Path folder) throws Exception {
    try (Daemon daemon = daemon(folder, false, 1)) {
      try (GuestNic nic = GuestNic.options().connect(folder.resolve("s").toString())) {
        new LoopbackTraffic(nic, 1).run(10);
        call(daemon, "POST", "/schedule", TWO_ARMS);
      }
      Await.until(
          "the schedule's end", 20_000, () -> !daemon.schedules().isRunning(), () -> "it runs");
      assertThat(call(daemon, "GET", "/schedule", "").path("reason").asText())
          .contains("a front-end came or left");
      try (GuestNic nic = GuestNic.options().connect(folder.resolve("s").toString())) {
        new LoopbackTraffic(nic, 2).run(1_000);
      }
    }
  }
}
