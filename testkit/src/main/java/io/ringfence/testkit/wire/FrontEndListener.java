package io.ringfence.testkit.wire;

import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.os.Fds;
import io.ringfence.testkit.os.UnixSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A listening socket for back-ends that connect to their front-end. */
public final class FrontEndListener implements AutoCloseable {
  private final String path;
  private final int fd;
  private boolean open = true;

  /** Listens at {@code path}, which must be free; '@' starts an abstract name. */
  public FrontEndListener(String path) {
    this.path = path;
    this.fd = UnixSocket.listen(path);
  }

  /**
   * Returns the next back-end that connects.
   *
   * @throws TimedOut if none does for {@code timeoutMillis}
   */
  public SoftwareFrontEnd accept(long timeoutMillis) {
    if (!Fds.readable(fd, timeoutMillis)) {
      throw new TimedOut("a back-end to connect to " + path, timeoutMillis, "none");
    }
    return new SoftwareFrontEnd(new VhostSocket(UnixSocket.accept(fd)));
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      Fds.close(fd);
      if (!path.startsWith("@")) {
        remove();
      }
    }
  }

  private void remove() {
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
