package io.ringfence.server.os;

/**
 * The interval of checks for rare events: ten per second under activity, two per second after a
 * second without. A daemon with silent front-ends thus uses almost no CPU. For one thread.
 */
public final class CheckInterval {
  private static final int QUICK_MILLIS = 100;
  private static final int SLOW_MILLIS = 500;
  private static final int QUICK_LOOKS = 10;

  private int quickLooks = QUICK_LOOKS; // remaining quick checks

  /** Shortens the interval after activity or a suspicious state. */
  public void quicken() {
    quickLooks = QUICK_LOOKS;
  }

  /** Records a check. */
  public void looked() {
    quickLooks = Math.max(0, quickLooks - 1);
  }

  /** Returns the time between the last check and the next, ms. */
  public int millis() {
    return quickLooks > 0 ? QUICK_MILLIS : SLOW_MILLIS;
  }
}
