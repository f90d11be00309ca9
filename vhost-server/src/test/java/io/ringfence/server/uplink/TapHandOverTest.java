package io.ringfence.server.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a network namespace of the test's own; where there is none, nothing can be handed over. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TapHandOverTest {
  @Test
  void aFrameThatWaitsAndTheStateOfTheQueuesGoAlong() throws Exception {
    List<String> seen = run("unshare", "-Urn");
    if (!Files.isWritable(Path.of("/dev/net/tun"))) {
      assertThat(String.join("\n", seen)).containsAnyOf("modprobe tun", "run as root", "unshare");
      return;
    }
    assertThat(seen.getFirst().startsWith("unshare") ? run("unshare", "-n") : seen)
        .containsExactly(
            "waits 0806 0a010209",
            "waits 0806 0a010209",
            "attach done",
            "detach done",
            "attached true",
            "attached false",
            "one queue 0 descriptors of uplink tap:probe1; allowed are 1");
  }

  private static List<String> run(String... namespace) throws Exception {
    var command = new ArrayList<>(List.of(namespace));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(TapHandOverProbe.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }
}
