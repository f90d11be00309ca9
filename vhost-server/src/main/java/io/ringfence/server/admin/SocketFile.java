package io.ringfence.server.admin;

import io.ringfence.server.os.FileIdentity;
import io.ringfence.server.os.FileReason;
import io.ringfence.server.os.FolderAlias;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file of a listening Unix socket to which only its owner can connect. It is bound in a
 * directory of mode 0700, set to mode 0600 there and renamed into place. So access never depends on
 * the process's umask or on a later chmod.
 */
final class SocketFile {
  private static final Set<PosixFilePermission> OWNER_ALL =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_READ_WRITE =
      PosixFilePermissions.fromString("rw-------");

  private static final int TYPE_MASK = 0xf000;
  private static final int SOCKET = 0xc000;

  private final Path path;
  private final Path privateDirectory;
  private final FolderAlias alias; // of that directory

  /** Identity of the stale file that will be replaced, or null. */
  private final Object stale;

  /** Identity of our own file once it is in place. */
  private Object published;

  private SocketFile(Path path, Path privateDirectory, Object stale) {
    this.path = path;
    this.privateDirectory = privateDirectory;
    alias = new FolderAlias(privateDirectory);
    this.stale = stale;
  }

  /**
   * Prepares to listen at a path. Creates its directory with mode 0700 if it does not exist.
   *
   * @throws IOException if another daemon listens there, the file is not a socket, or another user
   *     owns the default directory
   */
  static SocketFile claim(Path path) throws IOException {
    Path directory = path.getParent();
    String random = ".%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    Path privateDirectory = directory.resolve(random);
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ALL));
      checkDefaultDirectory(path);
      Object stale = staleSocket(path);
      Files.createDirectory(privateDirectory, PosixFilePermissions.asFileAttribute(OWNER_ALL));
      return new SocketFile(path, privateDirectory, stale);
    } catch (FileSystemException e) {
      throw new IOException("admin socket %s: %s".formatted(path, FileReason.of(e)), e);
    }
  }

  /** Returns the path to bind: by an alias of the directory, since socket paths must be short. */
  Path bindPath() {
    return alias.resolve("s");
  }

  /** Puts the bound socket in place. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(bindPath(), OWNER_READ_WRITE);
    Object bound = FileIdentity.of(bindPath());
    // Another daemon may have taken the path since the check.
    if (!Objects.equals(FileIdentity.of(path), stale)) {
      staleSocket(path);
    }
    Files.move(bindPath(), path, StandardCopyOption.ATOMIC_MOVE);
    published = bound;
    alias.close();
    Files.delete(privateDirectory);
  }

  /** Removes the file, unless another daemon has replaced it. */
  void remove() throws IOException {
    alias.close();
    Files.deleteIfExists(privateDirectory.resolve("s"));
    Files.deleteIfExists(privateDirectory);
    if (published != null && published.equals(FileIdentity.of(path))) {
      Files.deleteIfExists(path);
    }
  }

  /** Returns the identity of a socket file without a listener; null if there is no file. */
  private static Object staleSocket(Path path) throws IOException {
    Object identity = FileIdentity.of(path);
    if (identity == null) {
      return null;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE_MASK) != SOCKET) {
      throw new IOException(path + ": a file that is no socket is there, allowed is none");
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new IOException(
          path + ": a daemon listens there already; stop it, or take another --admin address");
    } catch (ConnectException nobodyListens) {
      return identity;
    }
  }

  /** Checks the default address's directory: in /tmp any user could have created it before. */
  private static void checkDefaultDirectory(Path path) throws IOException {
    if (!AdminAddress.defaultAddress().equals(new AdminAddress.Unix(path))) {
      return;
    }
    checkPrivate(path.getParent());
  }

  /** Refuses a directory that another user owns or can enter. */
  static void checkPrivate(Path directory) throws IOException {
    boolean ours =
        Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getOwner(Path.of("/proc/self")));
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
    if (!ours || !OWNER_ALL.containsAll(permissions)) {
      throw new IOException(
          "%s: owner %s mode %s, allowed this user and rwx------"
              .formatted(
                  directory,
                  Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName(),
                  PosixFilePermissions.toString(permissions)));
    }
  }
}
