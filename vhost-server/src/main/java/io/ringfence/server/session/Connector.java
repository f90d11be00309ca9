package io.ringfence.server.session;

import io.ringfence.server.os.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a front-end that listens, and again one second after its end, for as long as the
 * daemon runs.
 */
public final class Connector implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final long RETRY_SECONDS = 1;

  private final Path path;
  private final FrontEnds frontEnds;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore entry = new Semaphore(1); // held while it connects
  private boolean logged; // that no front-end listens

  /** Creates a connector to a front-end's socket. */
  public Connector(Path path, FrontEnds frontEnds) {
    this.path = path;
    this.frontEnds = frontEnds;
  }

  @Override
  public void open(List<Session> present) {
    new Thread(() -> connectAndServe(present), "connector").start();
  }

  private void connectAndServe(List<Session> present) {
    try {
      present.forEach(Session::run);
      while (!closed.await(0, TimeUnit.SECONDS)) {
        Session session = frontEnds.takePlace() ? admit() : null; // no other thread takes one
        if (session != null) {
          session.run();
        }
        closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connects and admits; null if no front-end listens yet. */
  private Session admit() throws InterruptedException {
    entry.acquire();
    try {
      if (closed.getCount() == 0) {
        frontEnds.freePlace();
        return null;
      }
      Session session = frontEnds.admit(PeerConnection.connect(path));
      logged = false;
      return session;
    } catch (IOException e) {
      frontEnds.freePlace();
      if (!logged) {
        LOG.info(
            "nobody listens path={} retry={}s: {}; start the front-end there (QEMU: server=on)",
            path,
            RETRY_SECONDS,
            e.getMessage());
      }
      logged = true;
      return null;
    } finally {
      entry.release();
    }
  }

  @Override
  public void shut() {
    entry.acquireUninterruptibly();
  }

  @Override
  public void reopen() {
    entry.release();
  }

  @Override
  public List<WaitingFrontEnd> waiting() {
    return List.of(); // it connects only when it can be served
  }

  @Override
  public Fd socket() {
    return null;
  }

  @Override
  public void abandon() {
    closed.countDown();
    entry.release();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
