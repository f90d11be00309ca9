package io.ringfence.server.session;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.OsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts front-ends on a socket, for as long as the daemon runs. */
public final class Listener implements Door {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final long RETRY_SECONDS = 1;

  private final Path path;
  private final FrontEnds frontEnds;
  private final ListeningSocket socket;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore entry = new Semaphore(1); // held while somebody comes in
  private final Thread thread = new Thread(this::accept, "listener");

  /**
   * A door at a socket that listens.
   *
   * @param path where it does
   */
  public Listener(Path path, ListeningSocket socket, FrontEnds frontEnds) {
    this.path = path;
    this.socket = socket;
    this.frontEnds = frontEnds;
  }

  /**
   * Listens.
   *
   * @throws IOException where it cannot listen there; the message says why and what to do
   */
  public Listener(Path path, FrontEnds frontEnds) throws IOException {
    this(path, ListeningSocket.open(path), frontEnds);
  }

  @Override
  public void open(List<Visit> present) {
    present.forEach(Listener::serve);
    thread.start();
  }

  private static void serve(Visit visit) {
    new Thread(visit, "front-end").start();
  }

  private void accept() {
    try {
      while (!isClosed()) {
        frontEnds.awaitPlace();
        acceptNext();
      }
    } catch (InterruptedException e) {
      LOG.debug("listener closed");
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** What keeps one front-end out, such as too many open files, may be over for the next. */
  private void acceptNext() throws InterruptedException {
    Visit visit = null;
    try {
      while (visit == null && !isClosed()) {
        visit = socket.await(-1) ? admitOne() : null;
      }
      if (visit != null) {
        serve(visit);
      }
    } catch (IOException | OsException | OutOfMemoryError e) { // no memory for another thread
      if (visit != null) {
        visit.discard(); // which gives the place back
      }
      LOG.error(
          "front-end not accepted path={} retry={}s: {}", path, RETRY_SECONDS, e.getMessage());
      closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
    } finally {
      if (visit == null) {
        frontEnds.freePlace();
      }
    }
  }

  /** Null where whoever was there has gone again. */
  private Visit admitOne() throws IOException, InterruptedException {
    entry.acquire();
    try {
      Arrival arrival = isClosed() ? null : socket.accept();
      if (arrival == null) {
        return null;
      }
      return frontEnds.admit(arrival);
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
  public Fd socket() {
    return socket.fd();
  }

  @Override
  public void abandon() {
    closed.countDown();
    socket.wake();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }

  @Override
  public void close() throws IOException {
    abandon();
    socket.removeFile();
  }
}
