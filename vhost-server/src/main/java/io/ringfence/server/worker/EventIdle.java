package io.ringfence.server.worker;

/**
 * Sleeps in epoll_wait while no pair has work. If one has, the events of the others are taken
 * without a wait, so that they get their turns.
 */
final class EventIdle implements IdleStrategy {
  private final WorkerEvents events;

  EventIdle(WorkerEvents events) {
    this.events = events;
  }

  @Override
  public void idle(int active, int longestMillis) {
    events.take(active > 0 ? 0 : longestMillis);
  }
}
