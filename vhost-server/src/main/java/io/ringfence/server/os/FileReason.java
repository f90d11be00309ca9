package io.ringfence.server.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The reason of an I/O error: the JDK's exceptions often contain only the path. */
public final class FileReason {
  private FileReason() {}

  /** Returns the reason of an error, without the path, with an action if one is known. */
  public static String of(IOException error) {
    return switch (error) {
      case NoSuchFileException missing -> missing(missing.getFile());
      case AccessDeniedException denied ->
          "permission denied; choose another path, or run as a user who may write there";
      case FileAlreadyExistsException there -> there.getFile() + " exists already";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> error.getMessage() == null ? error.toString() : error.getMessage();
    };
  }

  private static String missing(String file) {
    Path directory = Path.of(file).toAbsolutePath().getParent();
    return directory == null || Files.isDirectory(directory)
        ? "there is no such file"
        : "there is no directory %s; create it, or choose another path".formatted(directory);
  }
}
