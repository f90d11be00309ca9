package io.ringfence.server.session;

import io.ringfence.server.os.OsException;
import io.ringfence.server.os.Poll;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Front-ends that connected while all places were taken: first come, first served. Each waits for
 * {@link #GRACE_MILLIS} at most, since an unanswered front-end hangs: QEMU blocks its main loop
 * until the reply. Only the listener's thread changes it; others may read.
 */
final class WaitQueue {
  private static final Logger LOG = LoggerFactory.getLogger(WaitQueue.class);

  /**
   * Time for the previous front-end to leave: a restarted QEMU may connect before the old one has
   * gone.
   */
  static final long GRACE_MILLIS = 2_000;

  /** Most front-ends that wait at a time. */
  static final int MOST = 16;

  private record Waiting(PeerConnection arrival, long sinceNanos) {
    long millis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    }
  }

  private final ListeningSocket listener;
  private final Deque<Waiting> queue = new ConcurrentLinkedDeque<>();

  /**
   * Creates an empty queue. A hang-up of a waiting connection wakes the thread that waits at {@code
   * listener}.
   */
  WaitQueue(ListeningSocket listener) {
    this.listener = listener;
  }

  /** Returns the waiting front-ends, the next one first. */
  List<WaitingFrontEnd> all() {
    return queue.stream()
        .map(waiting -> new WaitingFrontEnd(waiting.arrival().pid(), waiting.millis()))
        .toList();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Returns the time until {@link #turnAwayLate} has something to do, ms; -1 if it never has. */
  int timeoutMillis() {
    Waiting first = queue.peekFirst();
    return first == null ? -1 : (int) Math.clamp(GRACE_MILLIS - first.millis(), 0, GRACE_MILLIS);
  }

  /**
   * Adds a front-end. If {@link #MOST} wait already, closes its connection.
   *
   * @param holders the front-ends that have the places, for the log
   */
  void add(PeerConnection arrival, String holders) {
    if (queue.size() == MOST) {
      arrival.close();
      LOG.warn("front-end turned away pid={}: {} wait already; {}", arrival.pid(), MOST, holders);
      return;
    }
    watch(arrival);
    queue.addLast(new Waiting(arrival, System.nanoTime()));
    LOG.info(
        "front-end waits pid={} grace={}ms waiting={}: {}",
        arrival.pid(),
        GRACE_MILLIS,
        queue.size(),
        holders);
  }

  private void watch(PeerConnection arrival) {
    try {
      listener.watch(arrival.socket());
    } catch (OsException e) {
      arrival.close();
      throw e;
    }
  }

  /** Removes the one that has waited longest. */
  PeerConnection next() {
    Waiting first = queue.removeFirst();
    listener.unwatch(first.arrival().socket());
    LOG.info("front-end waited pid={} waited={}ms", first.arrival().pid(), first.millis());
    return first.arrival();
  }

  /** Closes the connections of front-ends that have left. */
  void dropLeft() {
    for (Waiting waiting : queue) {
      if (Poll.hasHungUp(waiting.arrival().socket())) {
        remove(waiting);
        LOG.info(
            "front-end left while it waited pid={} waited={}ms",
            waiting.arrival().pid(),
            waiting.millis());
      }
    }
  }

  /**
   * Closes the connections of front-ends whose time is over.
   *
   * @param holders the front-ends that have the places, for the log
   */
  void turnAwayLate(String holders) {
    for (Waiting waiting : queue) {
      if (waiting.millis() >= GRACE_MILLIS) {
        remove(waiting);
        LOG.warn(
            "front-end turned away pid={} waited={}ms: {}",
            waiting.arrival().pid(),
            waiting.millis(),
            holders);
      }
    }
  }

  /** Closes all connections. */
  void close() {
    for (Waiting waiting : queue) {
      remove(waiting);
      LOG.info("front-end dismissed while it waited pid={}", waiting.arrival().pid());
    }
  }

  private void remove(Waiting waiting) {
    queue.remove(waiting);
    listener.unwatch(waiting.arrival().socket());
    waiting.arrival().close();
  }
}
