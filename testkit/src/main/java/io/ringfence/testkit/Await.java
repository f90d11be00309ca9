package io.ringfence.testkit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a condition, never for a fixed time. Evaluates the condition again until it holds or
 * the deadline has passed.
 */
public final class Await {
  private static final int SPINS = 200;
  private static final long PAUSE_NANOS = 20_000;

  private Await() {}

  /**
   * Returns once {@code condition} holds.
   *
   * @param awaited the event that is awaited, for the message
   * @param seen evaluated only on failure: the state that was found instead
   * @throws TimedOut after {@code timeoutMillis}
   */
  public static void until(
      String awaited, long timeoutMillis, BooleanSupplier condition, Supplier<String> seen) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    for (int spin = 0; !condition.getAsBoolean(); spin++) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimedOut(awaited, timeoutMillis, seen.get());
      }
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
