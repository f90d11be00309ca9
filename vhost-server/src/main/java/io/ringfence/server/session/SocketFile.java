package io.ringfence.server.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * A listening Unix socket with mode 0600. Between the bind and the change of mode, within the same
 * call, others could connect; who did is in the log.
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
    var channel = AFUNIXServerSocketChannel.open();
    try {
      channel.bind(AFUNIXSocketAddress.of(path)); // which makes the file 0666, whatever the mask
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw new IOException("socket path " + path + ": " + e.getMessage(), e);
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
