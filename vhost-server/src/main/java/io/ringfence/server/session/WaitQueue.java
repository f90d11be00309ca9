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
 * {@link #GRACE_MILLIS} at most, since a front-end that is not answered hangs: QEMU holds its main
 * loop until the reply. Only the listener's thread changes it; others may look.
 */
final class WaitQueue {
  private static final Logger LOG = LoggerFactory.getLogger(WaitQueue.class);

  /** Time for the front-end before to leave: a QEMU that restarts connects before it has gone. */
  static final long GRACE_MILLIS = 2_000;

  /** Front-ends that wait at a time. */
  static final int MOST = 16;

  private record Waiting(PeerConnection arrival, long sinceNanos) {
    long millis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    }
  }

  private final ListeningSocket listener;
  private final Deque<Waiting> queue = new ConcurrentLinkedDeque<>();

  /** An empty queue; whoever waits at {@code listener} is woken when a connection hangs up. */
  WaitQueue(ListeningSocket listener) {
    this.listener = listener;
  }

  /** Those that wait now, the first to be served first. */
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
   * Lets a front-end wait; with {@link #MOST} waiting already its connection is closed.
   *
   * @param holders who has the places, for the log
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

  /** Takes out the one that has waited longest. */
  PeerConnection next() {
    Waiting first = queue.removeFirst();
    listener.unwatch(first.arrival().socket());
    LOG.info("front-end waited pid={} waited={}ms", first.arrival().pid(), first.millis());
    return first.arrival();
  }

  /** Closes the connections of front-ends that have gone by themselves. */
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
   * Closes the connections of front-ends that have waited long enough.
   *
   * @param holders who has the places, for the log
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

  /** Closes the connections of all. */
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
