package io.ringfence.server.hostile;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.os.OsError;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A daemon in a process of its own, with loopback, as the launcher starts it. Its heap is bounded
 * and touched from the start, and what its compiler has freed goes back to the kernel soon, so that
 * what it holds on to shows.
 */
final class ChildDaemon implements AutoCloseable {
  private static final long START_MILLIS = 60_000;
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms64m",
          "-Xmx64m",
          "-XX:+AlwaysPreTouch",
          "-XX:TrimNativeHeapInterval=500",
          "-XX:-UsePerfData",
          "-XX:-UseDynamicNumberOfCompilerThreads",
          "--enable-native-access=ALL-UNNAMED");

  private final Path folder;
  private final Process process;
  private final ProcessView view;

  private ChildDaemon(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    view = new ProcessView(process.pid());
  }

  /** Starts one and waits until it listens. */
  static ChildDaemon start(List<String> flags, String... options) {
    try {
      Path folder = Files.createTempDirectory("rf");
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(FLAGS);
      command.addAll(flags);
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              "io.ringfence.server.cli.Main",
              "serve",
              "--socket-path",
              folder.resolve("s").toString(),
              "--admin",
              "unix:" + folder.resolve("a")));
      command.addAll(List.of(options));
      var builder = new ProcessBuilder(command);
      builder.environment().put("RINGFENCE_LOG", "WARN");
      Process process =
          builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
      var daemon = new ChildDaemon(folder, process);
      daemon.awaitListening();
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The admin socket is the last that it makes. */
  private void awaitListening() {
    Await.until(
        "the daemon to listen",
        START_MILLIS,
        () -> !isAlive() || Files.exists(folder.resolve("a")) && accepts(),
        this::log);
  }

  private boolean accepts() {
    try (SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(socket())) {
      return frontEnd.getFeatures() != 0;
    } catch (OsError e) {
      return false;
    }
  }

  String socket() {
    return folder.resolve("s").toString();
  }

  Path folder() {
    return folder;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessView view() {
    return view;
  }

  /** All that it said. */
  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has said something. */
  void awaitSaid(String text) {
    Await.until("the daemon to say: " + text, 10_000, () -> log().contains(text), this::log);
  }

  /** Ends it with SIGTERM; its status is 0 then. */
  int end() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the daemon did not end within 30 s\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (isAlive()) {
      end();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
