package io.ringfence.server.os;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Detects a thread blocked in a write to an eventfd that a front-end has filled and made blocking,
 * and unblocks it. Otherwise all other front-ends of its worker would wait too.
 */
public final class SignalGuard implements AutoCloseable {
  /** All open event descriptors. A blocked thread cannot report itself. */
  private static final Set<EventFd> OPEN = ConcurrentHashMap.newKeySet();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<EventFd, Long> underWay = new HashMap<>(); // at the last check
  private final CheckInterval pace = new CheckInterval();
  private long progress; // of all of them, at the last check

  /** Starts the checks. */
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
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Condemns a full descriptor whose write was under way at the last check and still is. If it is
   * not full, its writer is not blocked but waits for a processor.
   */
  private void check() {
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
