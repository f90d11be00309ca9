package io.ringfence.server.session;

import io.ringfence.protocol.Header;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.os.UnixMessages;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A front-end from its connection to its end, on the thread that runs this. It can be stood still,
 * written down, and left to another process.
 */
public final class Visit implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

  private final FrontEnd frontEnd;
  private final Fd socket;
  private final Session session;
  private final Consumer<Visit> end;
  private final UnixMessages messages;
  private final Gate gate;
  private volatile boolean left;

  /**
   * A visit that has not begun.
   *
   * @param socket connected; closed with the visit
   * @param attention as the gate takes it
   * @param end told when everything of the visit is closed
   */
  Visit(FrontEnd frontEnd, Fd socket, Session session, EventFd attention, Consumer<Visit> end) {
    this.frontEnd = frontEnd;
    this.socket = socket;
    this.session = session;
    this.end = end;
    gate = new Gate(attention);
    messages = new UnixMessages(socket.number(), Header.BYTES, Header.MAX_PAYLOAD);
  }

  FrontEnd frontEnd() {
    return frontEnd;
  }

  @Override
  public void run() {
    try {
      new Connection(messages, session, gate).serve();
      if (!left) {
        LOG.info("front-end left session={}", frontEnd.id());
      }
    } catch (PeerException e) {
      LOG.warn("front-end dismissed session={}: {}", frontEnd.id(), e.getMessage());
    } finally {
      gate.end();
      close();
    }
  }

  private void close() {
    try (messages) {
      if (left) {
        session.abandon();
      } else {
        session.close();
      }
    } finally {
      closeSocket();
      end.accept(this);
    }
  }

  private synchronized void closeSocket() {
    socket.close();
  }

  /** Ends the connection; the visit ends by itself then. */
  synchronized void dismiss() {
    if (socket.isOpen()) { // its number may be another's by now
      messages.shutdown();
    }
  }

  // ---- what follows is for a hand-over --------------------------------------------------------

  /** Reads no further message; {@link #awaitStill} tells when the last one is done. */
  void still() {
    gate.shut();
  }

  /** Whether it stands still, or has ended, by then. */
  boolean awaitStill(long deadlineNanos) throws InterruptedException {
    return gate.awaitStanding(deadlineNanos);
  }

  boolean hasEnded() {
    return gate.hasEnded();
  }

  /** Writes down what does not move while it stands still. */
  SessionRecord record(FdTable fds) {
    return session.record(frontEnd.peer(), fds.put(socket), fds);
  }

  /** Stops its rings. */
  void stopRings() {
    frontEnd.device().suspend();
  }

  /** Where its rings stand. */
  List<RingPlace> places() {
    return frontEnd.device().places();
  }

  /** Makes its rings ready to go on at these places. */
  void place(List<RingPlace> places) throws RefusedException {
    frontEnd.device().place(places);
  }

  /** Lets its rings go on. */
  void resumeRings() {
    frontEnd.device().resume();
  }

  /** Reads messages again. */
  void goOn() {
    gate.open();
  }

  /** Leaves the front-end to another process: everything is closed, and nothing touched. */
  void leave() {
    left = true;
    gate.leave();
  }

  /** The same for a visit that never ran. */
  void discard() {
    left = true;
    close();
  }
}
