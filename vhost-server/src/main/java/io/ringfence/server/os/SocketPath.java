package io.ringfence.server.os;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths of Unix sockets, which are shorter than those of other files. */
public final class SocketPath {
  /**
   * Most bytes that {@code sun_path} of unix(7) holds before its final 0. QEMU has the same limit.
   */
  public static final int MOST_BYTES = 107;

  private SocketPath() {}

  /**
   * Parses a path to which peers connect.
   *
   * @throws IllegalArgumentException if it is longer than {@link #MOST_BYTES}, or not a path
   */
  public static Path parse(String text) {
    Path path = Path.of(text);
    check(path, MOST_BYTES);
    return path;
  }

  /**
   * Checks the length of a path.
   *
   * @throws IllegalArgumentException if it has more than {@code mostBytes} bytes
   */
  public static void check(Path path, int mostBytes) {
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > mostBytes) {
      throw new IllegalArgumentException(
          "socket path of %d bytes; allowed are at most %d, so choose a shorter one: %s"
              .formatted(bytes, mostBytes, path));
    }
  }
}
