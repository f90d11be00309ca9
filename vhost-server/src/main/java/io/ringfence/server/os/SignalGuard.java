package io.ringfence.server.os;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks whether a thread is held up in a write to an eventfd that a front-end has filled and made
 * to block, and frees it: all other front-ends of its worker would wait with it.
 */
public final class SignalGuard implements AutoCloseable {
  /** Those that are open. A thread that is held up cannot say so itself. */
  private static final Set<EventFd> OPEN = ConcurrentHashMap.newKeySet();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<EventFd, Long> underWay = new HashMap<>(); // when last looked at
  private final CheckInterval pace = new CheckInterval();
  private long progress; // of all of them, at the last look

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
      while (!closed.await(pace.millis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Condemns a descriptor whose write was under way at the last look and still is, and that is
   * full. One that is not holds nobody up: its writer only waits for a processor.
   */
  private void look() {
    underWay.keySet().retainAll(OPEN);
    long before = progress;
    progress = 0;
    for (EventFd event : OPEN) {
      long writes = event.writes();
      progress += writes;
      if (!EventFd.isUnderWay(writes)) {
        underWay.remove(event);
      } else if (Long.valueOf(writes).equals(underWay.put(event, writes)) && isFull(event)) {
        event.condemn();
      }
    }
    pace.looked();
    if (progress != before) {
      pace.quicken();
    }
  }

  private static boolean isFull(EventFd event) {
    try {
      return event.isFull();
    } catch (OsException | IllegalStateException e) { // closed meanwhile
      return false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
