package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.os.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That a burst reaches the host whole and in order, and that what the kernel refuses is counted.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TapBurstTest {
  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aBurstArrivesWholeByOneCallAsByMany(String ioUring) throws Exception {
    List<String> namespace = Namespace.way();
    Namespace.Result result =
        Namespace.run(namespace, TapBurstProbe.class, "-Dringfence.io_uring=" + ioUring);
    if (namespace.isEmpty()) {
      assertThat(result.output()).containsAnyOf("modprobe tun", "run as root");
      return;
    }
    assertThat(result.output().lines().filter(line -> line.matches("(queues|arrived) .*")))
        .as(result.output())
        .containsExactly(
            "queues " + (ioUring.equals("on") && hasIoUring() ? 1 : 0),
            "arrived [0-0]; 142 bytes sent, 0 dropped",
            "arrived [0-59]; 8520 bytes sent, 0 dropped",
            "arrived [0-2, 4-9]; 1278 bytes sent, 1 dropped",
            "arrived []; 0 bytes sent, 1 dropped",
            "arrived not; 1 dropped");
    assertThat(result.status()).isZero();
  }

  /** Without it frames go one by one, which the other run shows. */
  private static boolean hasIoUring() throws Exception {
    Path disabled = Path.of("/proc/sys/kernel/io_uring_disabled");
    return !Files.exists(disabled) || Files.readString(disabled).strip().equals("0");
  }
}
