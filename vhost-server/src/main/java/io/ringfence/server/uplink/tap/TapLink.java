package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.EventFd;
import java.util.List;
import java.util.Optional;

/**
 * The state of a TAP uplink's interface: present or lost. Any thread may report the loss. The ports
 * do not use their descriptors until the interface is back.
 */
final class TapLink {
  private final List<EventFd> returns;
  private final Runnable whenLost;
  private final Object settings = new Object();
  private TapFormat format; // null until it is negotiated
  private volatile boolean lost;

  /**
   * @param returns one per port, readable from the interface's return to its next loss
   * @param whenLost runs once per loss, on the thread that reports it, and must not block
   */
  TapLink(List<EventFd> returns, Runnable whenLost) {
    this.returns = returns;
    this.whenLost = whenLost;
  }

  /** Returns the lock that is held while negotiated settings are applied to the kernel. */
  Object settings() {
    return settings;
  }

  /** Returns the format that was negotiated last. Hold {@link #settings}. */
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

  /** Reports that all queues are attached as negotiated, and wakes the waiting ports. */
  synchronized void restore() {
    lost = false;
    returns.forEach(EventFd::signal);
  }
}
