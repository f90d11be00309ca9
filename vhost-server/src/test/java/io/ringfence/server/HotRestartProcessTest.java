package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.guest.GuestNic;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line: a process that takes over from another. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HotRestartProcessTest {
  private static final int BATCH = 1_000;

  @Test
  void aProcessTakesOverFromAnotherWhichEndsWithStatusZero(@TempDir Path directory)
      throws Exception {
    String socket = directory.resolve("s").toString();
    String admin = "unix:" + directory.resolve("a");
    try (var first =
        DaemonProcess.serve("--socket-path", socket, "--admin", admin, "--barriers", "smp")) {
      first.awaitSaid("admin listening");
      try (GuestNic nic = GuestNic.options().connect(socket)) {
        var load = new LoopbackTraffic(nic, 1);
        load.run(BATCH);
        try (var second = DaemonProcess.serve("--take-over", admin, "--mode", "poll")) {
          var ended = CompletableFuture.supplyAsync(() -> status(first));
          while (!ended.isDone()) {
            load.run(BATCH);
          }
          assertThat(ended.join()).as(String.join("\n", first.lines())).isZero();
          second.awaitSaid("admin listening");
          load.run(BATCH);
          assertThat(second.lines()).anyMatch(line -> line.contains("barriers=smp mode=poll"));
          assertThat(second.lines()).noneMatch(line -> line.contains("WARN"));
          second.terminate();
          assertThat(second.awaitEnd()).isZero();
          nic.frontEnd().socket().awaitEnd(5_000);
        }
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static int status(DaemonProcess daemon) {
    try {
      return daemon.awaitEnd();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
