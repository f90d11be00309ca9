package io.ringfence.lab.kit.process;

import io.ringfence.lab.LabException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nothing signals: a file that another process creates, a port. */
public final class Waiting {
  private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();

  private Waiting() {}

  /**
   * Returns once {@code condition} holds.
   *
   * @param what names the condition in the error's text
   * @throws LabException if it does not hold within {@code patience}, or the thread is interrupted
   */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new LabException("interrupted while waiting for " + what);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new LabException("waited " + seconds(patience) + " s for " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  /** Returns once {@code condition} holds, or after {@code patience}, whichever comes first. */
  public static void upTo(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  /** Returns after {@code duration}, or when the thread is interrupted. */
  public static void sleep(Duration duration) {
    upTo(duration, Thread.currentThread()::isInterrupted);
  }

  /** Formats a duration as seconds with at most one decimal, for messages. */
  public static String seconds(Duration duration) {
    long tenths = Math.round(duration.toMillis() / 100.0);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : String.format(java.util.Locale.ROOT, "%.1f", tenths / 10.0);
  }
}
