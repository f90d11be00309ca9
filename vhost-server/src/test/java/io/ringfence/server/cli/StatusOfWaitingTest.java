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
import io.ringfence.testkit.Await;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ringfence status} prints of front-ends that wait for a place. */
class StatusOfWaitingTest {
  private static final int PLACES = 256;

  @Test
  void whoWaitsForAPlaceIsShown(@TempDir Path folder) throws Exception {
    var config =
        new DaemonConfig(
            folder.resolve("s"),
            false,
            1,
            "discard",
            BarrierPolicy.DEFAULT,
            false,
            new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF),
            new AdminAddress.Unix(folder.resolve("a")),
            OfferExtras.NONE);
    var connected = new ArrayList<SoftwareFrontEnd>();
    try (Daemon daemon = new Daemon(config)) {
      for (int i = 0; i < PLACES; i++) {
        connected.add(SoftwareFrontEnd.connect(config.socketPath().toString()));
        assertThat(connected.getLast().getFeatures()).isNotZero();
      }
      var shown = new AtomicReference<String>("");
      var done = new AtomicBoolean();
      var waiting = CompletableFuture.runAsync(() -> waitAgainAndAgain(config.socketPath(), done));
      Await.until(
          "the one that waits to be shown",
          60_000,
          () -> shows(daemon, shown, "front-end waits for a place pid="),
          shown::get);
      done.set(true);
      waiting.join();
      assertThat(shown.get())
          .containsPattern(
              "front-end waits for a place pid=%d waited=\\d+ms\n"
                  .formatted(ProcessHandle.current().pid()));
    } finally {
      connected.forEach(SoftwareFrontEnd::close);
    }
  }

  /** Each is turned away after two seconds. */
  private static void waitAgainAndAgain(Path socket, AtomicBoolean done) {
    while (!done.get()) {
      try (SoftwareFrontEnd late = SoftwareFrontEnd.connect(socket.toString())) {
        late.socket().awaitEnd(20_000);
      }
    }
  }

  private static boolean shows(Daemon daemon, AtomicReference<String> shown, String text) {
    var output = new StringWriter();
    int status =
        Main.commandLine("status")
            .setOut(new PrintWriter(output, true))
            .execute("status", "--admin", daemon.config().admin().toString());
    shown.set(output.toString());
    return status == 0 && output.toString().contains(text);
  }
}
