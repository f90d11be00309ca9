package io.ringfence.lab.measure.costs;

/**
 * Waiting for the other processor. On a machine that others share the other side may not be running
 * at all: then this one gives its processor up, rather than wait out its time on it.
 */
public final class Spin {
  private static final int MOST = 2_000;

  private Spin() {}

  /** One turn of a wait; {@code turn} counts them. */
  public static void pause(int turn) {
    if (turn < MOST) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }
}
