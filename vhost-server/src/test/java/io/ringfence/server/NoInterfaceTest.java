package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringfence.server.os.Namespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in a network namespace in which no interface is up, such as a container's. */
class NoInterfaceTest {
  @TempDir Path directory;

  @Test
  void itsStartAndEndWarnOfNothing() throws IOException, InterruptedException {
    List<String> way = Namespace.way();
    assumeThat(way).as("a network namespace").isNotEmpty();
    try (var daemon =
        DaemonProcess.serveBy(
            way,
            "--socket-path",
            directory.resolve("s").toString(),
            "--admin",
            "unix:" + directory.resolve("a"))) {
      daemon.awaitSaid("admin listening");
      daemon.terminate();
      assertThat(daemon.awaitEnd()).isZero();
      assertThat(daemon.lines()).isNotEmpty().allMatch(line -> line.contains(" INFO "));
    }
  }
}
