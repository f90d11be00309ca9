package io.ringfence.server.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs in a network namespace of their own, so that the machine's interfaces are left alone.
 */
public final class Namespace {
  private static final Path DEVICE = Path.of("/dev/net/tun");

  /** How a program ended, and all that it said. */
  public record Result(int status, String output) {}

  private Namespace() {}

  /**
   * How this user gets one with TAPs in it: as anybody, as root, or, where the list is empty, not
   * at all.
   */
  public static List<String> way() throws IOException, InterruptedException {
    for (List<String> way : List.of(List.of("unshare", "-Urn"), List.of("unshare", "-n"))) {
      List<String> attempt = new ArrayList<>(way);
      attempt.add("true");
      if (Files.isWritable(DEVICE) && run(attempt).status() == 0) {
        return way;
      }
    }
    return List.of();
  }

  /** Runs a program to its end, without input. */
  public static Result run(List<String> command) throws IOException, InterruptedException {
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

  /** A Java program with this one's classes. */
  public static List<String> java(Class<?> main) {
    String here = System.getProperty("java.class.path");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("surefire.test.class.path", here),
        main.getName());
  }
}
