package io.ringfence.server.worker;

/**
 * How rings are served.
 *
 * @param count threads that serve queue pairs, 1 to {@link #MOST}
 * @param mode how they learn of work
 * @param watchdog what is done about lost notifications
 */
public record WorkerConfig(int count, WorkerMode mode, WatchdogMode watchdog) {
  /** The most worker threads. */
  public static final int MOST = 64;

  public WorkerConfig {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(count + " workers; allowed are 1 to " + MOST);
    }
  }
}
