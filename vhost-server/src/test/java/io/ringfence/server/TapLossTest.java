package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringfence.server.os.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a TAP which is deleted costs no CPU, and is taken again when it is there again. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TapLossTest {
  private static Namespace.Result run(Class<?> probe, String... options) throws Exception {
    List<String> namespace = Namespace.way();
    assumeTrue(!namespace.isEmpty(), "no TAP to be had; TapTest shows what is told then");
    return Namespace.run(namespace, probe, options);
  }

  private static List<String> said(Namespace.Result result) {
    return result.output().lines().toList();
  }

  @ParameterizedTest
  @CsvSource({"1, EVENTFD, 50", "1, POLL, 15", "2, EVENTFD, 15"})
  void framesPassAgainAfterEachLoss(int pairs, String mode, int cycles) throws Exception {
    Namespace.Result result =
        run(TapLossProbe.class, "-Dpairs=" + pairs, "-Dmode=" + mode, "-Dcycles=" + cycles);
    int losses = mode.equals("POLL") ? cycles : cycles + 1;
    List<String> expected =
        new ArrayList<>(
            List.of("level", "queues " + pairs, "lost " + losses, "back " + losses, "other []"));
    if (mode.equals("EVENTFD")) {
      expected.add(1, "idle true");
    }
    assertThat(said(result)).as(result.output()).isEqualTo(expected);
    assertThat(result.status()).isZero();
  }

  @Test
  void whateverHappensWhileItIsLostItIsTakenAgain() throws Exception {
    Namespace.Result result = run(TapStatesProbe.class);
    assertThat(said(result))
        .containsExactly(
            "INFO TAP created interface=loss0: there was none of that name; it goes when the"
                + " daemon ends, and has no address: ip address add ADDRESS/PREFIX dev loss0 && ip"
                + " link set loss0 up",
            "down ready null",
            "lost interface loss0 is gone",
            "now ioctl TUNSETIFF TAP loss0: EINVAL (argument not allowed); an interface of that"
                + " name exists and is no TAP, or was created with multi_queue: take another name"
                + " or number of queues",
            "restarted lost",
            "back after a reboot and a hot restart",
            "back for another front-end",
            "back without a front-end",
            "closed, waiting []",
            "created 1",
            "still lost 1");
    assertThat(result.status()).isZero();
  }

  @Test
  void aDescriptorThatWasPassedEndsTheDaemonWithOneLine(@TempDir Path folder) throws Exception {
    Namespace.Result result = run(TapFdProbe.class, "-Dfolder=" + folder);
    assertThat(said(result).stream().filter(line -> !line.contains(" INFO ")))
        .singleElement()
        .asString()
        .matches(
            ".* ERROR .* Daemon: uplink gone uplink=tapfd:\\d+: interface loss0 is gone, and only"
                + " the process that passed the descriptor can attach another; the daemon ends");
    assertThat(result.status()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }
}
