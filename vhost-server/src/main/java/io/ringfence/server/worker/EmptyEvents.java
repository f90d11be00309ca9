package io.ringfence.server.worker;

/**
 * Counts events of one descriptor that brought nothing to read. A descriptor can stay ready and
 * have nothing, such as a datagram socket that was shut down, and would cost a core.
 */
final class EmptyEvents {
  /** The events in a row that are no coincidence; they take some milliseconds. */
  static final int MOST = 1000;

  private int inARow;

  /** Counts an event. Returns true for the one that is too many. */
  boolean isTooMany(boolean empty) {
    inARow = empty ? inARow + 1 : 0;
    if (inARow < MOST) {
      return false;
    }
    inARow = 0;
    return true;
  }
}
