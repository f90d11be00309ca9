package io.ringfence.server.os;

/**
 * How often to look for what seldom happens: ten times a second while things move, twice a second
 * when nothing has for a second. A daemon whose front-ends are silent so uses next to no CPU. Not
 * for several threads.
 */
public final class CheckInterval {
  private static final int QUICK_MILLIS = 100;
  private static final int SLOW_MILLIS = 500;
  private static final int QUICK_LOOKS = 10;

  private int quickLooks = QUICK_LOOKS; // that are left

  /** Something moves, or looks wrong. */
  public void quicken() {
    quickLooks = QUICK_LOOKS;
  }

  /** Takes note of a look. */
  public void looked() {
    quickLooks = Math.max(0, quickLooks - 1);
  }

  /** Time between the last look and the next, ms. */
  public int millis() {
    return quickLooks > 0 ? QUICK_MILLIS : SLOW_MILLIS;
  }
}
