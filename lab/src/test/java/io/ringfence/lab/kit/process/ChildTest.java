package io.ringfence.lab.kit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
  private static Child shell(String script) {
    return Child.start("sh", List.of("sh", "-c", script), Path.of("."), line -> {});
  }

  @Test
  void bothOutputsAreInTheTail() {
    try (Child child = shell("echo out; echo err >&2; exit 4")) {
      assertThat(child.waitForEnd(Duration.ofSeconds(5))).isTrue();
      assertThat(child.lastLines(5)).isEqualTo("out\nerr");
      assertThatThrownBy(child::checkAlive)
          .hasMessage("sh ended with exit status 4; its last lines:\n    out\n    err");
    }
  }

  @Test
  void closeEndsAProcessThatIgnoresNothing() {
    Child child = shell("echo started; exec sleep 60");
    child.close();

    assertThat(child.alive()).isFalse();
  }

  @Test
  void aProgramThatIsNotThereIsTold() {
    assertThatThrownBy(() -> Child.run(List.of("no-such-program"), Duration.ofSeconds(1)))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("no-such-program does not start: ");
  }

  @Test
  void aFailedCommandIsToldWithItsLastLines() {
    assertThatThrownBy(
            () -> Child.run(List.of("sh", "-c", "echo why; exit 1"), Duration.ofSeconds(5)))
        .hasMessage("sh -c echo why; exit 1: exit status 1: why");
  }
}
