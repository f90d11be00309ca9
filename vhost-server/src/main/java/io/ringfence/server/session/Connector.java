package io.ringfence.server.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a front-end that listens, and again a second after it has gone, for as long as the
 * daemon runs.
 */
public final class Connector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final long RETRY_SECONDS = 1;

  private final Path path;
  private final FrontEnds frontEnds;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Begins to connect. */
  public Connector(Path path, FrontEnds frontEnds) {
    this.path = path;
    this.frontEnds = frontEnds;
    new Thread(this::connectAndServe, "connector").start();
  }

  private void connectAndServe() {
    boolean told = false;
    try {
      do {
        frontEnds.awaitPlace();
        AFUNIXSocketChannel channel = connect();
        if (channel != null) {
          frontEnds.serve(channel);
          told = false;
        } else {
          frontEnds.freePlace();
          if (!told) {
            LOG.info("nobody listens path={} retry={}s", path, RETRY_SECONDS);
          }
          told = true;
        }
      } while (!closed.await(RETRY_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A connected socket; null where nobody listens yet. */
  private AFUNIXSocketChannel connect() {
    try {
      var channel = AFUNIXSocketChannel.open();
      try {
        channel.connect(AFUNIXSocketAddress.of(path));
        return channel;
      } catch (IOException e) {
        channel.close();
        return null;
      }
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
