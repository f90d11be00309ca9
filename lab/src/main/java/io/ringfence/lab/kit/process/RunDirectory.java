package io.ringfence.lab.kit.process;

import io.ringfence.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A directory for sockets and logs that exists as long as a run. */
public final class RunDirectory {
  private RunDirectory() {}

  /**
   * Creates the directory, readable by this user alone, and registers its deletion with {@code
   * cleanUp}.
   */
  public static Path create(CleanUp cleanUp) {
    try {
      // Short: a Unix socket's path has at most 107 bytes.
      Path directory = Files.createTempDirectory("ringfence-");
      cleanUp.addStep("the run directory", () -> delete(directory));
      return directory;
    } catch (IOException e) {
      throw new LabException("no directory for the run: " + e.getMessage(), e);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (var walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
