package io.ringfence.server.session;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts front-ends on a socket, for as long as the daemon runs. */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final Path path;
  private final FrontEnds frontEnds;
  private final AFUNIXServerSocketChannel channel;
  private final Thread thread;

  /**
   * Listens and begins to accept.
   *
   * @throws IOException where it cannot listen there; the message says why and what to do
   */
  public Listener(Path path, FrontEnds frontEnds) throws IOException {
    this.path = path;
    this.frontEnds = frontEnds;
    channel = SocketFile.listen(path);
    thread = new Thread(this::accept, "listener");
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        frontEnds.awaitPlace();
        AFUNIXSocketChannel accepted = acceptOne();
        new Thread(() -> frontEnds.serve(accepted), "front-end").start();
      }
    } catch (ClosedChannelException | InterruptedException e) {
      LOG.debug("listener closed");
    } catch (IOException e) {
      if (channel.isOpen()) {
        LOG.error("listener ended path={}: {}", path, e.getMessage());
      }
    }
  }

  private AFUNIXSocketChannel acceptOne() throws IOException {
    boolean accepted = false;
    try {
      AFUNIXSocketChannel socket = channel.accept();
      accepted = true;
      return socket;
    } finally {
      if (!accepted) {
        frontEnds.freePlace();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    thread.interrupt();
    Files.deleteIfExists(path);
  }
}
