package io.ringfence.lab.kit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.kit.process.UnixPeer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmpTest {
  private static final String GREETING =
      """
      {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}}}
      """;

  @TempDir Path directory;

  private UnixPeer qemu(String answer) throws Exception {
    return UnixPeer.listen(
        directory.resolve("qmp.sock"),
        (in, out) -> {
          out.write(GREETING);
          assertThat(in.readLine()).contains("\"execute\":\"qmp_capabilities\"");
          out.write("{\"return\": {}}\n");
          in.readLine();
          out.write("{\"event\": \"STOP\", \"timestamp\": {}}\n" + answer + "\n");
          in.readLine();
        });
  }

  @Test
  void eventsAreNotAnswers() throws Exception {
    try (UnixPeer peer = qemu("{\"return\": {\"enabled\": false}}");
        Qmp qmp = Qmp.connect(directory.resolve("qmp.sock"))) {
      assertThat(qmp.version()).isEqualTo("7.2.22");
      assertThat(qmp.execute("query-kvm").get("enabled").asBoolean(true)).isFalse();
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void aRefusalGivesQemusReason() throws Exception {
    try (UnixPeer peer = qemu("{\"error\": {\"class\": \"X\", \"desc\": \"not found\"}}");
        Qmp qmp = Qmp.connect(directory.resolve("qmp.sock"))) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> qmp.execute("frob")).hasMessage("QEMU refuses frob: not found");
    }
  }
}
