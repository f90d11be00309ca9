package io.ringfence.server.session;

import io.ringfence.server.os.FolderAlias;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * A listening Unix socket whose file nobody but its owner can ever connect to. The library that
 * binds it makes the file 0666, so it is bound in a folder of mode 0700, made 0600 there, and moved
 * into place. As the library looks at each connection whether the file is still where it was bound,
 * it is given a path that leads to the one folder first, and to the other afterwards.
 */
final class SocketFile implements AutoCloseable {
  private final Path path;
  private final FolderAlias alias;
  private final AFUNIXServerSocketChannel channel;
  private final Object identity; // of the file

  private SocketFile(
      Path path, FolderAlias alias, AFUNIXServerSocketChannel channel, Object identity) {
    this.path = path;
    this.alias = alias;
    this.channel = channel;
    this.identity = identity;
  }

  /**
   * Listens.
   *
   * @throws IOException where another process listens there, or the place cannot be written
   */
  static SocketFile listen(Path path) throws IOException {
    removeStale(path);
    Path parent = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new IOException("socket path " + path + ": there is no directory " + parent);
    }
    Path folder = privateFolder(parent);
    try {
      return bind(path, parent, folder);
    } catch (IOException e) {
      throw new IOException("socket path " + path + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(folder.resolve(path.getFileName()));
      Files.delete(folder);
    }
  }

  private static Path privateFolder(Path parent) throws IOException {
    String name = ".%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    return Files.createDirectory(
        parent.resolve(name), PosixFilePermissions.asFileAttribute(ownerOnly));
  }

  private static SocketFile bind(Path path, Path parent, Path folder) throws IOException {
    Path bound = folder.resolve(path.getFileName());
    var channel = AFUNIXServerSocketChannel.open();
    var alias = new FolderAlias(folder);
    try {
      channel.bind(AFUNIXSocketAddress.of(alias.resolve(path.getFileName().toString())));
      channel.setDeleteOnClose(false);
      Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
      Object identity = identity(bound);
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
      alias.leadTo(parent);
      return new SocketFile(path, alias, channel, identity);
    } catch (IOException e) {
      channel.close();
      alias.close();
      throw e;
    }
  }

  /** Where front-ends come in. */
  AFUNIXServerSocketChannel channel() {
    return channel;
  }

  /** Ends the listening, and takes the file away unless it is another daemon's by now. */
  @Override
  public void close() throws IOException {
    channel.close();
    alias.close();
    if (identity.equals(identity(path))) {
      Files.deleteIfExists(path);
    }
  }

  /** What tells a file from all others; null where there is none. */
  private static Object identity(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException absent) {
      return null;
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
