package io.ringfence.server.worker;

import java.util.Locale;

/** What is done about lost notifications, which only an unsafe barrier policy should cause. */
public enum WatchdogMode {
  /** Nobody looks. */
  OFF,
  /** They are counted, and what stalls by them stays stalled. */
  COUNT,
  /** They are counted, and re-signalled or served. */
  RESCUE;

  /** As on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
