package io.ringfence.server.session;

import io.ringfence.protocol.Header;
import io.ringfence.server.device.RingPlace;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.os.UnixMessages;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One front-end from its connection to its end, on the thread that runs this. A hand-over pauses it
 * between two messages, records it, and leaves it to another process.
 */
public final class Session implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final FrontEnd frontEnd;
  private final Fd socket;
  private final RequestExecutor requests;
  private final Consumer<Session> end;
  private final UnixMessages messages;
  private final Gate gate;
  private volatile boolean left;

  /**
   * A session that has not begun.
   *
   * @param socket connected; closed with the session
   * @param attention as the gate takes it
   * @param end runs when everything of the session is closed
   */
  Session(
      FrontEnd frontEnd,
      Fd socket,
      RequestExecutor requests,
      EventFd attention,
      Consumer<Session> end) {
    this.frontEnd = frontEnd;
    this.socket = socket;
    this.requests = requests;
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
      new MessageLoop(messages, requests, gate).serve();
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
        requests.abandon();
      } else {
        requests.close();
      }
    } finally {
      closeSocket();
      end.accept(this);
    }
  }

  private synchronized void closeSocket() {
    socket.close();
  }

  /** Ends the connection; the session ends by itself then. */
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

  /** Records what does not change while it stands still. */
  SessionRecord record(FdTable fds) {
    return requests.record(frontEnd.peer(), fds.put(socket), fds);
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

  /** The same for a session that never ran. */
  void discard() {
    left = true;
    close();
  }
}
