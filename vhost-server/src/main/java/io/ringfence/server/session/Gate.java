package io.ringfence.server.session;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.UnixMessages;
import java.util.concurrent.TimeUnit;

/**
 * Where a session's thread passes before each message, and where it can be held up: between two
 * messages, never within one. What the front-end sends meanwhile waits in the socket.
 */
final class Gate {
  private enum State {
    OPEN,
    SHUT,
    LEFT
  }

  private final EventFd attention;
  private State state = State.OPEN;
  private boolean standing;
  private boolean ended;

  /**
   * An open gate.
   *
   * @param attention signalled for as long as any gate is not open
   */
  Gate(EventFd attention) {
    this.attention = attention;
  }

  /**
   * For the session's thread: waits for a message, and for the gate to be open.
   *
   * @return false where the thread is to end and to leave everything as it is
   */
  boolean pass(UnixMessages messages) {
    while (!messages.await(attention.fd())) {
      if (!stand()) {
        return false;
      }
    }
    return true;
  }

  private synchronized boolean stand() {
    standing = true;
    notifyAll();
    boolean interrupted = false;
    while (state == State.SHUT) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    standing = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return state == State.OPEN;
  }

  /** For the session's thread: it will not come here any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Holds the session's thread up from its next message on. */
  synchronized void shut() {
    state = State.SHUT;
  }

  /**
   * Waits until the session's thread stands before the gate, or has ended.
   *
   * @return false where it does neither by then
   */
  synchronized boolean awaitStanding(long deadlineNanos) throws InterruptedException {
    while (!standing && !ended) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Whether the session's thread has ended. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** Lets the session go on. */
  synchronized void open() {
    state = State.OPEN;
    notifyAll();
  }

  /** Lets the session's thread end, and leave everything as it is. */
  synchronized void leave() {
    state = State.LEFT;
    notifyAll();
  }
}
