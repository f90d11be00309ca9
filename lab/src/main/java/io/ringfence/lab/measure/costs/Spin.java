package io.ringfence.lab.measure.costs;

/**
 * Waits for the other processor. On a shared machine the other side may not be running at all. Then
 * this thread yields its processor.
 */
public final class Spin {
  private static final int MOST = 2_000;

  private Spin() {}

  /** Runs one turn of a wait; {@code turn} counts them. */
  public static void pause(int turn) {
    if (turn < MOST) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }
}
