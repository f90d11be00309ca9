package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.EventFd;
import java.util.List;
import java.util.Optional;

/**
 * Whether the queues of a TAP uplink have their interface. Any thread may report the loss; the
 * ports leave their descriptors alone until the interface is back.
 */
final class TapLink {
  private final List<EventFd> returns;
  private final Runnable whenLost;
  private final Object settings = new Object();
  private TapFormat format; // null until it is negotiated
  private volatile boolean lost;

  /**
   * @param returns one a port, readable from the interface's return to its next loss
   * @param whenLost is run once a loss, by the thread that reports it, and must not block
   */
  TapLink(List<EventFd> returns, Runnable whenLost) {
    this.returns = returns;
    this.whenLost = whenLost;
  }

  /** Held while the kernel is told what was negotiated. */
  Object settings() {
    return settings;
  }

  /** The format that was negotiated last; with {@link #settings} held. */
  Optional<TapFormat> format() {
    return Optional.ofNullable(format);
  }

  void format(TapFormat negotiated) {
    format = negotiated;
  }

  boolean isLost() {
    return lost;
  }

  /** Reports that the interface is gone. */
  void lose() {
    if (toLost()) {
      whenLost.run();
    }
  }

  private synchronized boolean toLost() {
    if (lost) {
      return false;
    }
    lost = true;
    returns.forEach(EventFd::drain);
    return true;
  }

  /** Says that all queues are attached as negotiated, and wakes whoever waits for it. */
  synchronized void restore() {
    lost = false;
    returns.forEach(EventFd::signal);
  }
}
