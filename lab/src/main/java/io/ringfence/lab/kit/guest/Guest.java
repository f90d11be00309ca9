package io.ringfence.lab.kit.guest;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Lines;
import io.ringfence.lab.kit.process.SilenceException;
import io.ringfence.lab.kit.process.UnixStream;
import io.ringfence.lab.kit.process.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agent inside the guest, over a virtio-serial port. It writes {@code ringfence: ready} when
 * the guest is up. For each line it runs {@code sh -c}, sends the output as it comes, and then
 * {@code ringfence: exit N}. One command at a time.
 */
public final class Guest implements AutoCloseable {
  private static final String READY = "ringfence: ready";

  // Output need not end in a newline, so the marker may follow other text on its line.
  private static final Pattern EXIT = Pattern.compile("(.*)ringfence: exit ([0-9]{1,3})");
  private static final int SHOWN_LENGTH = 60;
  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(5);

  /** The output of a command, newlines between its lines, and its exit status. */
  public record Output(int status, String text) {}

  private final Lines stream;

  private Guest(Lines stream) {
    this.stream = stream;
  }

  /** Returns the agent at the other end of an open line. */
  public static Guest on(Lines lines) {
    return new Guest(lines);
  }

  /** Connects to the agent's socket, which QEMU creates. The guest need not be up. */
  public static Guest connect(Path socket) throws IOException {
    return new Guest(UnixStream.connect(socket));
  }

  /**
   * Returns when the agent reports ready, after a start or a reboot.
   *
   * @throws LabException if it does not within {@code patience}
   */
  public void waitUntilReady(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!line("its start", patience, deadline).equals(READY)) {
      // output of an interrupted command before a reboot
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param command one line for the guest's shell
   * @throws LabException if it has not ended within {@code patience}
   */
  public Output run(String command, Duration patience) {
    return run(command, patience, line -> {});
  }

  /**
   * Runs a command as {@link #run(String, Duration)} does; {@code listener} gets each line of
   * output as it comes.
   */
  public Output run(String command, Duration patience, Consumer<String> listener) {
    send(command);
    long deadline = System.nanoTime() + patience.toNanos();
    StringBuilder text = new StringBuilder();
    while (true) {
      String line = line(quoted(command), patience, deadline);
      Matcher exit = EXIT.matcher(line);
      String shown = exit.matches() ? exit.group(1) : line;
      if (!exit.matches() || !shown.isEmpty()) {
        listener.accept(shown);
        text.append(text.isEmpty() ? "" : "\n").append(shown);
      }
      if (exit.matches()) {
        return new Output(Integer.parseInt(exit.group(2)), text.toString());
      }
    }
  }

  /**
   * Runs a command that must succeed, and returns its output.
   *
   * @throws LabException with its output if its status is not 0
   */
  public String mustRun(String command, Duration patience) {
    Output output = run(command, patience);
    if (output.status() != 0) {
      throw new LabException(
          "%s in the guest: exit status %d: %s"
              .formatted(quoted(command), output.status(), output.text()));
    }
    return output.text();
  }

  /** Sends a command whose end the agent does not report, because it shuts the guest down. */
  public void send(String command) {
    if (command.contains("\n")) {
      throw new IllegalArgumentException("a command is one line: " + command);
    }
    try {
      stream.write(command + "\n", WRITE_PATIENCE);
    } catch (IOException e) {
      throw new LabException("the guest's agent: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  // Messages are one line: a long command is abbreviated.
  private static String quoted(String command) {
    return command.length() <= SHOWN_LENGTH
        ? '"' + command + '"'
        : '"' + command.substring(0, SHOWN_LENGTH) + "...\"";
  }

  private String line(String what, Duration patience, long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new LabException(
          "the guest has not ended %s within %s s".formatted(what, Waiting.seconds(patience)));
    }
    try {
      return stream
          .readLine(Duration.ofNanos(left))
          .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
          .orElseThrow(() -> new LabException("the guest went away during " + what));
    } catch (SilenceException e) {
      throw new LabException(
          "the guest has not ended %s within %s s".formatted(what, Waiting.seconds(patience)), e);
    } catch (IOException e) {
      throw new LabException("the guest went away during " + what + ": " + e.getMessage(), e);
    }
  }
}
