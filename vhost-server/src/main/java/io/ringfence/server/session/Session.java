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
   * Creates a session that has not begun.
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

  /** Ends the connection. The session then ends by itself. */
  synchronized void dismiss() {
    if (socket.isOpen()) { // its number may be another descriptor's by now
      messages.shutdown();
    }
  }

  // ---- for a hand-over -------------------------------------------------------------------------

  /** Reads no further message. {@link #awaitPaused} returns when the present one is done. */
  void pause() {
    gate.shut();
  }

  /** Waits until the session is paused, or has ended. Returns false after the deadline. */
  boolean awaitPaused(long deadlineNanos) throws InterruptedException {
    return gate.awaitStanding(deadlineNanos);
  }

  boolean hasEnded() {
    return gate.hasEnded();
  }

  /** Records what does not change during the pause. */
  SessionRecord record(FdTable fds) {
    return requests.record(frontEnd.peer(), fds.put(socket), fds);
  }

  /** Stops its rings. */
  void stopRings() {
    frontEnd.device().suspend();
  }

  /** Returns the positions of its rings. */
  List<RingPlace> places() {
    return frontEnd.device().places();
  }

  /** Prepares its rings at these positions. */
  void place(List<RingPlace> places) throws RefusedException {
    frontEnd.device().place(places);
  }

  /** Resumes its rings. */
  void resumeRings() {
    frontEnd.device().resume();
  }

  /** Resumes reading messages. */
  void resume() {
    gate.open();
  }

  /** Leaves the front-end to another process: closes everything, without any effect on it. */
  void leave() {
    left = true;
    gate.leave();
  }

  /** Does the same for a session that never ran. */
  void discard() {
    left = true;
    close();
  }
}
