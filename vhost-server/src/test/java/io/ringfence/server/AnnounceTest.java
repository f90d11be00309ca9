package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.os.Namespace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A migrated guest's announcement, as whoever listens on the other side of a TAP gets it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AnnounceTest {
  private static final String MAC = "525400010203";

  /** A request of RFC 903, the sender's and the target's hardware address its own. */
  private static final String REQUEST =
      "ffffffffffff"
          + MAC
          + "8035"
          + "0001"
          + "0800"
          + "06"
          + "04"
          + "0003"
          + MAC
          + "00000000"
          + MAC
          + "00000000"
          + "00".repeat(60 - 42);

  @Test
  void whatTheFrontEndAsksForIsSeenOnTheInterface() throws Exception {
    List<String> namespace = Namespace.way();
    Namespace.Result result = Namespace.run(namespace, AnnounceProbe.class);
    if (namespace.isEmpty()) {
      assertThat(result.output()).containsAnyOf("modprobe tun", "run as root");
      return;
    }
    assertThat(result.output().lines().filter(line -> line.startsWith("announced")))
        .as(result.output())
        .containsExactly("announced " + REQUEST, "announced " + REQUEST);
    assertThat(result.status()).isZero();
  }
}
