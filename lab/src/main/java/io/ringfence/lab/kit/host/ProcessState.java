package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The resources of a process.
 *
 * @param descriptors open file descriptors
 * @param threads without the JVM's compiler threads, whose number follows the load
 */
public record ProcessState(int descriptors, int threads) {

  /** Reads the state from /proc. */
  public static ProcessState of(long pid) {
    Path process = Path.of("/proc/" + pid);
    int threads = 0;
    for (Path task : list(process.resolve("task"))) {
      threads += compiles(task) ? 0 : 1;
    }
    return new ProcessState(list(process.resolve("fd")).size(), threads);
  }

  /** Returns whether no resource exceeds {@code limit}. */
  public boolean within(ProcessState limit) {
    return descriptors <= limit.descriptors && threads <= limit.threads;
  }

  private static List<Path> list(Path directory) {
    try (var entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException e) {
      throw new LabException(directory + ": " + e.getMessage(), e);
    }
  }

  // "C1 CompilerThre", "C2 CompilerThre": names are cut after 15 characters.
  private static boolean compiles(Path task) {
    try {
      return Files.readString(task.resolve("comm")).contains("CompilerThre");
    } catch (IOException e) {
      // The thread has ended since the directory was listed.
      return true;
    }
  }
}
