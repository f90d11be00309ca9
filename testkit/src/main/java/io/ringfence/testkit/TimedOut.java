package io.ringfence.testkit;

/**
 * A condition did not come true before its deadline; the message says what was waited for and what
 * was seen instead.
 */
public final class TimedOut extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TimedOut(String awaited, long millis, String seen) {
    super("waited " + millis + " ms for " + awaited + "; seen: " + seen);
  }
}
