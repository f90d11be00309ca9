package io.ringfence.server.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * A listening Unix socket with mode 0600. It is bound in a directory that nobody else may enter and
 * then moved to its place, so that there is no moment in which others could connect.
 */
final class SocketFile {
  private SocketFile() {}

  /**
   * Listens.
   *
   * @throws IOException where another process listens there, or the place cannot be written
   */
  static AFUNIXServerSocketChannel listen(Path path) throws IOException {
    removeStale(path);
    Path parent = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new IOException("socket path " + path + ": there is no directory " + parent);
    }
    Path directory =
        Files.createTempDirectory(
            parent,
            ".rf",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Path bound = directory.resolve("s");
      var channel = AFUNIXServerSocketChannel.open();
      channel.bind(AFUNIXSocketAddress.of(bound));
      Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
      return channel;
    } finally {
      Files.delete(directory);
    }
  }

  /** A socket that a killed daemon left behind refuses connections, and may go. */
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var probe = AFUNIXSocketChannel.open()) {
      probe.connect(AFUNIXSocketAddress.of(path));
    } catch (IOException refused) {
      if (!isSocket(path)) {
        throw new IOException(path + " exists and is not a socket; choose another path", refused);
      }
      Files.delete(path);
      return;
    }
    throw new IOException(
        path + " is in use: another process listens there; end it or choose another path");
  }

  private static boolean isSocket(Path path) throws IOException {
    int type = (int) Files.getAttribute(path, "unix:mode") & 0170000;
    return type == 0140000;
  }
}
