package io.ringfence.testkit;

/**
 * A condition did not come true before its deadline. The message states what was awaited and what
 * was seen instead.
 */
public final class TimedOut extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TimedOut(String awaited, long millis, String seen) {
    super("waited " + millis + " ms for " + awaited + "; seen: " + seen);
  }
}
