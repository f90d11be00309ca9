package io.ringfence.server.session;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.UnixMessages;
import java.util.concurrent.TimeUnit;

/**
 * A gate that a session's thread passes before each message. It can be held there: between two
 * messages, never within one. Messages that arrive meanwhile wait in the socket.
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
   * Creates an open gate.
   *
   * @param attention signalled for as long as any gate is not open
   */
  Gate(EventFd attention) {
    this.attention = attention;
  }

  /**
   * For the session's thread: waits for a message, and for the gate to be open.
   *
   * @return false if the thread must end and leave everything unchanged
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

  /** For the session's thread: it does not return to the gate. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Holds the session's thread from its next message on. */
  synchronized void shut() {
    state = State.SHUT;
  }

  /**
   * Waits until the session's thread stands before the gate, or has ended.
   *
   * @return false after the deadline
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

  /** Returns whether the session's thread has ended. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** Lets the session continue. */
  synchronized void open() {
    state = State.OPEN;
    notifyAll();
  }

  /** Ends the session's thread, which leaves everything unchanged. */
  synchronized void leave() {
    state = State.LEFT;
    notifyAll();
  }
}
