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

/**
 * Accepts front-ends on a socket, for as long as the daemon runs. Those without a place wait for a
 * while.
 */
public final class Listener implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final long RETRY_SECONDS = 1;

  private final Path path;
  private final FrontEnds frontEnds;
  private final ListeningSocket socket;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore entry = new Semaphore(1); // locked during an admission
  private final WaitQueue waiting;
  private final Thread thread = new Thread(this::accept, "listener");

  /**
   * Creates a listener at an open socket.
   *
   * @param path of the socket
   */
  public Listener(Path path, ListeningSocket socket, FrontEnds frontEnds) {
    this.path = path;
    this.socket = socket;
    this.frontEnds = frontEnds;
    waiting = new WaitQueue(socket);
    frontEnds.whenPlaceFrees(socket::nudge);
  }

  /**
   * Listens.
   *
   * @throws IOException if it cannot listen there; the message has the reason and an action
   */
  public Listener(Path path, FrontEnds frontEnds) throws IOException {
    this(path, ListeningSocket.open(path), frontEnds);
  }

  @Override
  public void open(List<Session> present) {
    present.forEach(Listener::serve);
    thread.start();
  }

  private static void serve(Session session) {
    new Thread(session, "front-end").start();
  }

  private void accept() {
    try {
      while (!isClosed()) {
        turn(socket.await(waiting.timeoutMillis()));
      }
    } catch (InterruptedException e) {
      LOG.debug("listener closed");
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** A failure to admit one front-end, such as too many open files, may be over for the next. */
  private void turn(boolean connects) throws InterruptedException {
    try {
      if (enter()) {
        try {
          letIn(connects);
        } finally {
          entry.release();
        }
      }
      waiting.turnAwayLate(frontEnds.holders());
    } catch (IOException | OsException | OutOfMemoryError e) { // no memory for another thread
      LOG.error(
          "front-end not accepted path={} retry={}s: {}; raise the limits of this process (ulimit)",
          path,
          RETRY_SECONDS,
          e.getMessage());
      closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * Returns whether admission is open. During a hand-over it is not; waiting front-ends are still
   * turned away in time.
   */
  private boolean enter() throws InterruptedException {
    int millis = waiting.timeoutMillis();
    if (millis < 0) {
      entry.acquire();
      return true;
    }
    return entry.tryAcquire(millis, TimeUnit.MILLISECONDS);
  }

  private void letIn(boolean connects) throws IOException {
    if (isClosed()) {
      return;
    }
    waiting.dropLeft();
    while (!waiting.isEmpty() && frontEnds.takePlace()) {
      admit(waiting.next());
    }
    PeerConnection arrival = connects ? socket.accept() : null;
    if (arrival == null) {
      return; // the front-end has left again
    }
    if (frontEnds.takePlace()) {
      admit(arrival);
    } else {
      waiting.add(arrival, frontEnds.holders());
    }
  }

  /** Admits into a taken place, which is returned on failure. */
  private void admit(PeerConnection arrival) {
    Session session = null;
    try {
      session = frontEnds.admit(arrival);
      serve(session);
    } catch (RuntimeException | OutOfMemoryError e) {
      if (session == null) {
        arrival.close();
        frontEnds.freePlace();
      } else {
        session.discard();
      }
      throw e;
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
    return waiting.all();
  }

  @Override
  public Fd socket() {
    return socket.fd();
  }

  @Override
  public void abandon() {
    closed.countDown();
    socket.wake();
    entry.release(); // not by an interrupt, which would close the socket under an accept
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    waiting.close();
    socket.close();
  }

  @Override
  public void close() throws IOException {
    abandon();
    socket.removeFile();
  }
}
