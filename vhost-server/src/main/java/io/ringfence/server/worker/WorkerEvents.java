package io.ringfence.server.worker;

import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.EventFd;

/** What a worker waits for: a wake-up by another thread, kicks, and ports that are readable. */
final class WorkerEvents implements AutoCloseable {
  private static final int MOST_EVENTS = 256;

  private final Epoll epoll = new Epoll(MOST_EVENTS);
  private final EventFd wakeup = EventFd.create();
  private final AttachedPairs pairs;

  WorkerEvents(AttachedPairs pairs) {
    this.pairs = pairs;
    epoll.add(wakeup.fd(), Epoll.IN, EventToken.WAKEUP);
  }

  /** The set that the pairs add their descriptors to. */
  Epoll epoll() {
    return epoll;
  }

  /** Ends a wait, or the next one if there is none. Any thread may call it. */
  void wakeUp() {
    wakeup.signal();
  }

  /**
   * Waits for events and activates their pairs.
   *
   * @param timeoutMillis 0 for no wait, -1 for no limit
   */
  void take(int timeoutMillis) {
    int count = epoll.await(timeoutMillis);
    for (int i = 0; i < count; i++) {
      long token = epoll.token(i);
      if (token == EventToken.WAKEUP) {
        wakeup.drain();
      } else {
        take(token, epoll.events(i));
      }
    }
  }

  private void take(long token, int events) {
    WatchedPair watched = pairs.get(EventToken.pair(token));
    if (watched == null) {
      return; // removed by a command between the wait and now
    }
    if (EventToken.isPort(token)) {
      watched.pair().path().portReady((events & (Epoll.ERR | Epoll.HUP)) != 0);
    } else {
      watched.kicked(EventToken.role(token));
    }
    pairs.activate(watched);
  }

  @Override
  public void close() {
    epoll.close();
    wakeup.close();
  }
}
