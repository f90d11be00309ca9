package io.ringfence.server;

import io.ringfence.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** {@code ringfence serve} as a process of its own, and what it prints. */
final class DaemonProcess implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 30_000;

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader = new Thread(this::read, "daemon-output");

  private DaemonProcess(Process process) {
    this.process = process;
    reader.setDaemon(true);
    reader.start();
  }

  static DaemonProcess serve(String... options) throws IOException {
    return serveBy(List.of(), options);
  }

  /**
   * Starts a daemon by another program.
   *
   * @param way that program and its arguments; it must execute the daemon in its own process
   */
  static DaemonProcess serveBy(List<String> way, String... options) throws IOException {
    var command = new ArrayList<>(way);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.ringfence.server.cli.Main", "serve"));
    command.addAll(List.of(options));
    return new DaemonProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("output ended: " + e.getMessage());
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  void awaitSaid(String text) {
    Await.until(
        "the daemon to say: " + text,
        PATIENCE_MILLIS,
        () -> lines.stream().anyMatch(line -> line.contains(text)),
        () -> String.join("\n", lines));
  }

  /** The exit status, once all output has been read. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the daemon still runs:\n" + String.join("\n", lines));
    }
    reader.join();
    return process.exitValue();
  }

  /** SIGTERM. By the handle, since {@code Process.destroy} also closes the output unread. */
  void terminate() {
    process.toHandle().destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
