package io.ringfence.server.schedule;

/** A schedule that cannot start now; the message has the reason and what to do. */
public final class ScheduleRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** Refuses with a reason. */
  public ScheduleRefused(String message) {
    super(message);
  }
}
