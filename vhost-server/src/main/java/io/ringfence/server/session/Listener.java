package io.ringfence.server.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts front-ends on a socket, for as long as the daemon runs. */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final long RETRY_SECONDS = 1;

  private final Path path;
  private final FrontEnds frontEnds;
  private final AFUNIXServerSocketChannel channel;
  private final CountDownLatch closed = new CountDownLatch(1);
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

  /** Loads the sockets' native library, which {@link #Listener} needs, ahead of it. */
  public static void load() {
    AFUNIXSocket.isSupported();
  }

  private void accept() {
    try {
      while (!closed.await(0, TimeUnit.SECONDS)) {
        frontEnds.awaitPlace();
        acceptNext();
      }
    } catch (InterruptedException e) {
      LOG.debug("listener closed");
    }
  }

  /** What keeps one front-end out, such as too many open files, may be over for the next. */
  private void acceptNext() throws InterruptedException {
    try {
      AFUNIXSocketChannel accepted = acceptOne();
      new Thread(() -> frontEnds.serve(accepted), "front-end").start();
    } catch (IOException e) {
      if (channel.isOpen()) {
        LOG.error(
            "front-end not accepted path={} retry={}s: {}", path, RETRY_SECONDS, e.getMessage());
        closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
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
    closed.countDown();
    channel.close();
    thread.interrupt();
    Files.deleteIfExists(path);
  }
}
