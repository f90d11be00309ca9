package io.ringfence.testkit.guest;

import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.ring.DriverQueue;

/** One ring of a guest: its queue and its three eventfds. */
public final class GuestVring implements AutoCloseable {
  private final int index;
  private final NotificationFd kick = new NotificationFd();
  private final NotificationFd call = new NotificationFd();
  private final NotificationFd err = new NotificationFd();
  private DriverQueue queue;
  private int base;

  public GuestVring(int index) {
    this.index = index;
  }

  public int index() {
    return index;
  }

  public NotificationFd kick() {
    return kick;
  }

  public NotificationFd call() {
    return call;
  }

  public NotificationFd err() {
    return err;
  }

  public DriverQueue queue() {
    return queue;
  }

  /** Sets the ring's queue, at the queue's start position. */
  public void queue(DriverQueue newQueue) {
    queue = newQueue;
    base = newQueue.config().base();
  }

  /**
   * Returns the value for the next SET_VRING_BASE: the queue's start, or the last reply to
   * GET_VRING_BASE.
   */
  public int base() {
    return base;
  }

  public void base(int newBase) {
    base = newBase;
  }

  /** Publishes added buffers and kicks if the device wants it. Returns whether it kicked. */
  public boolean flush() {
    queue.publish();
    boolean needed = queue.kickNeeded();
    if (needed) {
      kick.signal();
    }
    return needed;
  }

  /**
   * Waits for a used buffer as a guest does: asks for a call, polls once more, sleeps until the
   * call.
   *
   * @throws TimedOut after {@code timeoutMillis}. The message distinguishes a buffer that was used
   *     without a call from no used buffer.
   */
  public void awaitUsed(long timeoutMillis) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    call.drain();
    while (!queue.enableCalls()) {
      if (!call.signalled(Math.max(0, (deadline - System.nanoTime()) / 1_000_000))) {
        String what =
            queue.hasUsed() ? "a buffer was used and no call came (a lost call); " : "no call; ";
        throw new TimedOut("a call on vring " + index, timeoutMillis, what + queue.state());
      }
      call.drain();
    }
    queue.disableCalls();
  }

  @Override
  public void close() {
    kick.close();
    call.close();
    err.close();
  }
}
