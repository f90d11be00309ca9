package io.ringfence.server.worker;

/** Spins while any ring is started, and sleeps in epoll_wait while there is none. */
final class BusyPollIdle implements IdleStrategy {
  private final WorkerEvents events;
  private final AttachedPairs pairs;

  BusyPollIdle(WorkerEvents events, AttachedPairs pairs) {
    this.events = events;
    this.pairs = pairs;
  }

  @Override
  public void idle(int active, int longestMillis) {
    if (!pairs.haveRings()) {
      events.take(longestMillis);
    } else if (active == 0) {
      Thread.onSpinWait();
    }
  }
}
