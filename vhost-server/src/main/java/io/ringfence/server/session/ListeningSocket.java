package io.ringfence.server.session;

import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.FileIdentity;
import io.ringfence.server.os.FileReason;
import io.ringfence.server.os.FolderAlias;
import io.ringfence.server.os.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A listening Unix socket to which only its owner can ever connect. The library that binds it
 * creates the file with mode 0666. It is therefore bound in a folder of mode 0700, set to 0600
 * there, and moved into place. Closing it neither shuts it down for another process that has it,
 * nor removes its file.
 */
public final class ListeningSocket implements AutoCloseable {
  private static final long LISTENING = 0;
  private static final long WAKEUP = 1;
  private static final long NUDGE = 2;
  private static final long CONNECTION = 3;
  private static final int MOST_EVENTS = 4;
  private static final int HANG_UP_ALONE = 0; // which epoll always reports

  private final Path path;
  private final Object identity; // of its file; null if there is none
  private final Fd fd;
  private final AFUNIXServerSocketChannel channel; // never closed: that would shut the socket down
  private final Epoll epoll = new Epoll(MOST_EVENTS);
  private final EventFd wakeup = EventFd.create();
  private final EventFd nudge = EventFd.create();
  private boolean closed;

  private ListeningSocket(Path path, Fd fd, AFUNIXServerSocketChannel channel) throws IOException {
    this.path = path;
    this.fd = fd;
    this.channel = channel;
    identity = FileIdentity.of(path);
    epoll.add(fd, Epoll.IN, LISTENING);
    epoll.add(wakeup.fd(), Epoll.IN, WAKEUP);
    epoll.add(nudge.fd(), Epoll.IN, NUDGE);
  }

  /** Loads the sockets' native library ahead of {@link #open}. */
  public static void load() {
    AFUNIXSocket.isSupported();
  }

  /**
   * Listens.
   *
   * @throws IOException if another process listens there, or the folder cannot be written
   */
  public static ListeningSocket open(Path path) throws IOException {
    removeStale(path);
    Path parent = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new IOException("socket path " + path + ": there is no directory " + parent);
    }
    try {
      return bindApart(path, parent);
    } catch (IOException e) {
      throw new IOException("socket path " + path + ": " + FileReason.of(e), e);
    }
  }

  private static ListeningSocket bindApart(Path path, Path parent) throws IOException {
    Path folder = privateFolder(parent);
    try {
      return bind(path, folder);
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

  /** Binds through an alias of the folder, since the path of a socket is short. */
  private static ListeningSocket bind(Path path, Path folder) throws IOException {
    String name = path.getFileName().toString();
    Path bound = folder.resolve(name);
    try (var alias = new FolderAlias(folder);
        var opened = AFUNIXServerSocketChannel.open()) {
      opened.bind(AFUNIXSocketAddress.of(alias.resolve(name)));
      opened.setDeleteOnClose(false);
      Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
      opened.configureBlocking(false);
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
      int number = FileDescriptorCast.using(opened.getFileDescriptor()).as(Integer.class);
      return of(path, Sockets.detach(number));
    }
  }

  /**
   * Takes over a listening socket, which is closed on failure.
   *
   * @param path of its file
   * @throws IOException if it does not listen
   */
  public static ListeningSocket of(Path path, Fd fd) throws IOException {
    try {
      var channel = FileDescriptorCast.unsafeUsing(fd.number()).as(AFUNIXServerSocketChannel.class);
      channel.configureBlocking(false);
      return new ListeningSocket(path, fd, channel);
    } catch (IOException | RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  /** Returns its descriptor. */
  Fd fd() {
    return fd;
  }

  /**
   * Waits for a connection.
   *
   * @param timeoutMillis -1 without limit
   * @return whether a front-end connected; false after that time, a {@link #nudge}, the hang-up of
   *     a {@link #watch watched} connection, and always after {@link #wake}
   */
  public boolean await(int timeoutMillis) {
    boolean connects = false;
    int count = epoll.await(timeoutMillis);
    for (int i = 0; i < count; i++) {
      long token = epoll.token(i);
      if (token == WAKEUP) {
        return false;
      }
      if (token == NUDGE) {
        nudge.drain();
      }
      connects |= token == LISTENING;
    }
    return connects;
  }

  /** Ends one wait, now or the next. Has no effect once this is closed. */
  synchronized void nudge() {
    if (!closed) {
      nudge.signal();
    }
  }

  /** Ends waits when the other end of a connection hangs up, until {@link #unwatch}. */
  void watch(Fd connection) {
    epoll.add(connection, HANG_UP_ALONE, CONNECTION);
  }

  /** Stops watching. Call it before the connection is closed or served. */
  void unwatch(Fd connection) {
    epoll.remove(connection);
  }

  /** Ends all waits, now and later. */
  public void wake() {
    wakeup.signal();
  }

  /** Returns the next connection; null if there is none. */
  public PeerConnection accept() throws IOException {
    AFUNIXSocketChannel accepted = channel.accept();
    return accepted == null ? null : PeerConnection.of(accepted);
  }

  /** Closes the socket. Call it when no thread waits. */
  @Override
  public synchronized void close() {
    closed = true;
    epoll.close();
    wakeup.close();
    nudge.close();
    fd.close();
  }

  /** Removes its file, unless it is another daemon's by now. */
  public void removeFile() throws IOException {
    if (identity != null && identity.equals(FileIdentity.of(path))) {
      Files.deleteIfExists(path);
    }
  }

  /** Removes the socket of a killed daemon, which refuses connections. */
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
