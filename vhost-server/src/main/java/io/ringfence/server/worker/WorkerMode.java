package io.ringfence.server.worker;

import java.util.Locale;

/** How a worker learns of work. */
public enum WorkerMode {
  /** It sleeps until a kick, or until the uplink has a frame. */
  EVENTFD,
  /** It looks at every ring all the time, and burns a core as long as a ring is started. */
  POLL;

  /** As on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
