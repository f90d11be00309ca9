package io.ringfence.lab.kit.process;

import io.ringfence.lab.LabException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process with a dialogue over its standard input and output. */
public final class ChildLines implements Lines {
  private static final Duration STEP = Duration.ofMillis(100);

  private final String name;
  private final Child child;
  private final OutputStream input;
  private final BlockingQueue<String> output;

  private ChildLines(String name, Child child, OutputStream input, BlockingQueue<String> output) {
    this.name = name;
    this.child = child;
    this.input = input;
    this.output = output;
  }

  /** Starts the process. */
  public static ChildLines start(String name, List<String> command, Path directory) {
    var output = new LinkedBlockingQueue<String>();
    Child child = Child.startWithInput(name, command, directory, output::add);
    return new ChildLines(name, child, child.input(), output);
  }

  /** Returns the process. */
  public Child child() {
    return child;
  }

  /** Writes without waiting: text that fits the pipe is written at once, and commands do fit. */
  @Override
  public void write(String text, Duration patience) throws IOException {
    input.write(text.getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  @Override
  public Optional<String> readLine(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      boolean ended = !child.alive();
      String line = next();
      if (line != null || ended) {
        return Optional.ofNullable(line);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SilenceException(
            "%s: silent for %s s".formatted(name, Waiting.seconds(patience)));
      }
    }
  }

  private String next() {
    try {
      return output.poll(STEP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for " + name, e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
