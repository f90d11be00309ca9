package io.ringfence.lab.kit.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonUnderTestTest {
  @TempDir Path directory;

  @Test
  void logLinesAtWarnOrErrorAreAlarms() {
    assertThat(DaemonUnderTest.isAlarm("12:00:01 WARN  session - peer erred request=77")).isTrue();
    assertThat(DaemonUnderTest.isAlarm("12:00:01 ERROR worker - ended")).isTrue();
    assertThat(DaemonUnderTest.isAlarm("12:00:01 INFO  vring errors=0 WARNING")).isFalse();
  }

  @Test
  void theCommandLineNamesBothSocketsAndThePolicy() {
    var options =
        new DaemonUnderTest.Options(
            List.of("scripts/ringfence"), Path.of("/run/x"), "tap:t0", "poll", "none", true);

    assertThat(String.join(" ", options.command()))
        .isEqualTo(
            "scripts/ringfence serve --socket-path /run/x/vhost-user.sock --uplink tap:t0 --admin"
                + " unix:/run/x/admin.sock --mode poll --barriers none --allow-unsafe");
  }

  @Test
  void aDaemonThatEndsAtOnceIsToldWithItsLastLines() {
    var options =
        new DaemonUnderTest.Options(
            List.of("sh", "-c", "echo 'no such uplink'; exit 2"),
            directory,
            "tap:t0",
            "eventfd",
            "auto",
            false);

    assertThatThrownBy(() -> DaemonUnderTest.start(options))
        .isInstanceOf(LabException.class)
        .hasMessage("the daemon ended with exit status 2; its last lines:\n    no such uplink");
  }
}
