package io.ringfence.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that cannot be: the message has the reason, and what is allowed. */
class PathOptionsTest {
  private record Outcome(int status, String said) {}

  private static Outcome run(String... arguments) {
    var errors = new StringWriter();
    int status = Main.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
    return new Outcome(status, errors.toString().lines().findFirst().orElse(""));
  }

  private static String ofBytes(int bytes) {
    return "/" + "x".repeat(bytes - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "serve, --socket-path, '', 108, 107",
    "serve, --socket-path, '', 109, 107",
    "serve, --socket-path, '', 4000, 107",
    "serve, --admin, unix:, 107, 106",
    "serve, --admin, unix:, 109, 106",
    "serve, --take-over, unix:, 109, 106",
    "serve, --take-over, '', 109, 106",
    "status, --admin, unix:, 109, 106",
    "stats, --admin, unix:, 109, 106",
    "barriers, --admin, unix:, 109, 106"
  })
  void aSocketPathThatIsTooLong(
      String command, String option, String scheme, int bytes, int allowed) {
    String path = ofBytes(bytes);
    Outcome outcome = run(command, option, scheme + path);
    assertThat(outcome.said())
        .startsWith("ringfence " + command + ": Invalid value for option '" + option + "'")
        .endsWith(
            "socket path of %d bytes; allowed are at most %d, so choose a shorter one: %s"
                .formatted(bytes, allowed, path));
    assertThat(outcome.status()).isEqualTo(2);
  }

  /** Bytes and not characters. */
  @Test
  void aSocketPathOfLettersOfTwoBytes() {
    assertThat(run("serve", "--socket-path", "/" + "\u00e4".repeat(54)).said())
        .contains("socket path of 109 bytes; allowed are at most 107");
  }

  @Test
  void aCaptureFileWhoseDirectoryIsMissing(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("x");
    Outcome outcome = capture(folder, file);
    assertThat(outcome.said())
        .isEqualTo(
            "ringfence: capture file %s: there is no directory %s; create it, or choose another path"
                .formatted(file, file.getParent()));
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void aCaptureFileThatIsADirectory(@TempDir Path folder) {
    assertThat(capture(folder, folder).said())
        .isEqualTo("ringfence: capture file %s: Is a directory".formatted(folder));
  }

  @Test
  void aCaptureFileBehindAFile(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(capture(folder, file.resolve("x")).said())
        .isEqualTo("ringfence: capture file %s/x: Not a directory".formatted(file));
  }

  private static Outcome capture(Path folder, Path file) {
    return run(
        "serve",
        "--socket-path",
        folder.resolve("s").toString(),
        "--admin",
        "unix:" + folder.resolve("a"),
        "--pcap",
        file.toString());
  }

  @Test
  void socketsBehindAFileOrInNoDirectory(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path nowhere = folder.resolve("missing").resolve("s");
    assertThat(run("serve", "--socket-path", nowhere.toString()).said())
        .isEqualTo(
            "ringfence: socket path %s: there is no directory %s"
                .formatted(nowhere, nowhere.getParent()));
    String socket = folder.resolve("s").toString();
    String admin = file.resolve("a").toString();
    assertThat(run("serve", "--socket-path", socket, "--admin", "unix:" + admin).said())
        .startsWith("ringfence: admin socket " + admin + ": ")
        .doesNotEndWith(admin);
  }
}
