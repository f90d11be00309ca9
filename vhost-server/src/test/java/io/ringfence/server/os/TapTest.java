package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Interfaces are made in a namespace of the test's own, so the machine's are left alone. Where
 * there is no TAP to be had, the error must say what to do.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TapTest {
  private static final Path DEVICE = Path.of("/dev/net/tun");

  @Test
  void framesPassBothWaysOrTheErrorSaysWhatToDo() throws Exception {
    List<String> namespace = namespace();
    if (!Files.isWritable(DEVICE) || namespace.isEmpty()) {
      assertThat(run(java()).output()).containsAnyOf("modprobe tun", "run as root");
      return;
    }
    List<String> command = new ArrayList<>(namespace);
    command.addAll(java());
    Result result = run(command);
    assertThat(result.output().lines())
        .containsExactly(
            "bad adopt: adopt fd 0 as a TAP: ENOTTY (wrong kind of device);"
                + " allowed is one attached with IFF_TAP, IFF_NO_PI and IFF_VNET_HDR",
            "long name: TAP name \"sixteen-bytes-xx\", allowed 1 to 15 bytes without slash or space",
            "no tap: ioctl TUNSETIFF TAP lo: EINVAL (argument not allowed); an interface of that"
                + " name exists and is no TAP, or was created with multi_queue: take another name"
                + " or number of queues",
            "name probe0",
            "second: ioctl TUNSETIFF TAP probe0: EBUSY (in use); another process has it open:"
                + " stop that one, or take another name",
            "queues: ioctl TUNSETIFF TAP probe0 multi_queue: EINVAL (argument not allowed); an"
                + " interface of that name exists and is no TAP, or was created without"
                + " multi_queue: take another name or number of queues",
            "offloads: ioctl TUNSETOFFLOAD 0x40000000 of TAP probe0: EINVAL (argument not allowed)",
            "writev -5",
            "writev 54",
            "reply 0a010201 in 54 bytes, then -11",
            "adopted probe0",
            "multi many many");
    assertThat(result.status()).isZero();
  }

  /** How this user gets a network namespace: as anybody, as root, or not at all. */
  private static List<String> namespace() throws Exception {
    for (List<String> way : List.of(List.of("unshare", "-Urn"), List.of("unshare", "-n"))) {
      List<String> attempt = new ArrayList<>(way);
      attempt.add("true");
      if (run(attempt).status() == 0) {
        return way;
      }
    }
    return List.of();
  }

  private record Result(int status, String output) {}

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> java() {
    String classPath = location(Tap.class) + ":" + location(TapTest.class);
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath,
        TapProbe.class.getName());
  }

  private static String location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }
}
