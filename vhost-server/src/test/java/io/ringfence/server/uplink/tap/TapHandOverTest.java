package io.ringfence.server.uplink.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.os.Namespace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a network namespace of the test's own; where there is none, nothing can be handed over. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TapHandOverTest {
  @Test
  void aFrameThatWaitsAndTheStateOfTheQueuesGoAlong() throws Exception {
    List<String> namespace = Namespace.way();
    Namespace.Result result = Namespace.run(namespace, TapHandOverProbe.class);
    if (namespace.isEmpty()) {
      assertThat(result.output()).containsAnyOf("modprobe tun", "run as root", "unshare");
      return;
    }
    assertThat(result.output().lines().filter(line -> !line.contains(" INFO ")))
        .containsExactly(
            "waits 0806 0a010209",
            "waits 0806 0a010209",
            "attach done",
            "detach done",
            "attached true",
            "attached false",
            "one queue 0 descriptors of uplink tap:probe1; allowed are 1");
  }
}
