package io.ringfence.server.os;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks ten times a second whether a thread is held up in a write to an eventfd that a front-end
 * has filled and made to block, and frees it: all other front-ends of its worker would wait with
 * it.
 */
public final class SignalGuard implements AutoCloseable {
  private static final long TICK_MILLIS = 100;

  /** Those that are open. A thread that is held up cannot say so itself. */
  private static final Set<EventFd> OPEN = ConcurrentHashMap.newKeySet();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<EventFd, Long> underWay = new HashMap<>(); // when last looked at

  /** Begins to look. */
  public SignalGuard() {
    var thread = new Thread(this::run, "signal-guard");
    thread.setDaemon(true);
    thread.start();
  }

  static void watch(EventFd event) {
    OPEN.add(event);
  }

  static void forget(EventFd event) {
    OPEN.remove(event);
  }

  private void run() {
    try {
      while (!closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A write that was under way at the last look and still is has been for most of a tick. */
  private void look() {
    underWay.keySet().retainAll(OPEN);
    for (EventFd event : OPEN) {
      long write = event.writeUnderWay();
      if (write == 0) {
        underWay.remove(event);
      } else if (Long.valueOf(write).equals(underWay.put(event, write))) {
        event.condemn();
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
