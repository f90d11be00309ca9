package io.ringfence.server.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The identity of a file, independent of its name. */
public final class FileIdentity {
  private FileIdentity() {}

  /**
   * Returns an identity, to compare by {@code equals}; null if there is no file. A link is itself a
   * file.
   */
  public static Object of(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException absent) {
      return null;
    }
  }
}
