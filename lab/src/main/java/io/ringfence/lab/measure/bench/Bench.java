package io.ringfence.lab.measure.bench;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The settings of every part of the benchmark.
 *
 * @param launcher the daemon's command, without {@code serve}
 * @param directory for sockets and logs
 * @param pairs runs of each back-end
 * @param seconds length of a run
 * @param cleanUp ends what a part leaves
 * @param notes receives a line for each fact that a reader of the report needs
 */
public record Bench(
    List<String> launcher,
    Path directory,
    int pairs,
    int seconds,
    CleanUp cleanUp,
    Progress progress,
    Consumer<String> notes) {

  public Bench {
    launcher = List.copyOf(launcher);
  }

  /** Creates a separate directory for a process with sockets. */
  public Path directory(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new LabException("no directory for " + name + ": " + e.getMessage(), e);
    }
  }

  /** Waits while a run goes on. */
  public static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted during a run", e);
    }
  }
}
