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

  /**
   * Runs a Java program with this one's classes.
   *
   * @param way as {@link #way} gave it; where it is empty, in no namespace of its own
   * @param options for the virtual machine
   */
  public static Result run(List<String> way, Class<?> main, String... options)
      throws IOException, InterruptedException {
    String here = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>(way);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", here)));
    command.add(main.getName());
    return run(command);
  }
}
