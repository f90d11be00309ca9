package io.ringfence.lab.kit.process;

import io.ringfence.lab.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that this program started: its output by line, its last lines, and its end. */
public final class Child implements AutoCloseable {
  private static final Duration TERM_PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final Tail tail = new Tail(200);
  private final Thread reader;

  private Child(String name, Process process, Consumer<String> listener) {
    this.name = name;
    this.process = process;
    this.reader =
        Thread.ofPlatform().daemon().name(name + "-output").start(() -> readLines(listener));
  }

  /**
   * Starts a process with stdin closed and stdout and stderr merged.
   *
   * @param name its name in messages
   * @param directory its working directory
   * @param listener gets every line of output, on a thread of its own
   * @throws LabException if it cannot be started
   */
  public static Child start(
      String name, List<String> command, Path directory, Consumer<String> listener) {
    return start(name, command, directory, listener, Redirect.from(new java.io.File("/dev/null")));
  }

  /** Starts as {@link #start} does, with a pipe as stdin: {@link #input}. */
  public static Child startWithInput(
      String name, List<String> command, Path directory, Consumer<String> listener) {
    return start(name, command, directory, listener, Redirect.PIPE);
  }

  private static Child start(
      String name,
      List<String> command,
      Path directory,
      Consumer<String> listener,
      Redirect input) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(input)
              .start();
      return new Child(name, process, listener);
    } catch (IOException e) {
      throw new LabException(name + " does not start: " + e.getMessage(), e);
    }
  }

  /** Runs a short command to its end and returns its output. */
  public static String run(List<String> command, Duration patience) {
    String shown = String.join(" ", command);
    try (Child child = start(shown, command, Path.of("."), line -> {})) {
      if (!child.waitForEnd(patience)) {
        throw new LabException(shown + ": still running after " + Waiting.seconds(patience) + " s");
      }
      if (child.process.exitValue() != 0) {
        throw new LabException(
            shown + ": exit status " + child.process.exitValue() + ": " + child.lastLines(3));
      }
      return child.lastLines(200);
    }
  }

  /** Returns its stdin. */
  OutputStream input() {
    return process.getOutputStream();
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Returns the exit status. Call it only after the end. */
  public int exitValue() {
    return process.exitValue();
  }

  /** Returns whether the process and its output have ended within {@code patience}. */
  public boolean waitForEnd(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
          && reader.join(TERM_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for " + name, e);
    }
  }

  /** Returns up to {@code count} of the last lines of output, separated by newlines. */
  public String lastLines(int count) {
    return tail.last(count);
  }

  /**
   * Returns if the process still runs.
   *
   * @throws LabException with its exit status and last lines if it has ended
   */
  public void checkAlive() {
    if (!process.isAlive()) {
      waitForEnd(TERM_PATIENCE); // output may arrive after the end
      throw new LabException(
          "%s ended with exit status %d; its last lines:%n%s"
              .formatted(name, process.exitValue(), indented(tail.last(20))));
    }
  }

  /** Sends SIGKILL, and waits for the end. */
  public void kill() {
    process.destroyForcibly();
    waitForEnd(TERM_PATIENCE);
  }

  /** Sends SIGTERM, and SIGKILL if the process keeps running. */
  @Override
  public void close() {
    process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(TERM_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      reader.join(TERM_PATIENCE);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the text indented by four spaces, as messages quote it. */
  public static String indented(String text) {
    return text.lines().map(line -> "    " + line).reduce((a, b) -> a + "\n" + b).orElse("    -");
  }

  private void readLines(Consumer<String> listener) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tail.add(line);
        listener.accept(line);
      }
    } catch (IOException | UncheckedIOException e) {
      // The pipe closes during the read when the process is killed: nothing remains to read.
      tail.add("(output ended: " + e.getMessage() + ")");
    }
  }
}
