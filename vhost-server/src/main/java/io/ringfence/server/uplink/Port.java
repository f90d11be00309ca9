package io.ringfence.server.uplink;

import io.ringfence.server.os.Fd;

/**
 * One queue pair's port on an uplink: state that lives as long as its front-end is attached. The
 * code that moves frames is the port's {@link #path}, which each barrier policy compiles anew.
 */
public interface Port {
  /**
   * Returns the class of the port's data path code, an {@code UplinkPath}. Only its name is used:
   * each barrier realm defines the class anew and calls its public constructor without parameters.
   */
  Class<?> path();

  /**
   * Returns the descriptor to wait on: readable while frames wait or, while the uplink is lost,
   * once it is back. Null if there is none. It may change after each event.
   */
  default Fd fd() {
    return null;
  }

  /** Handles an error of {@link #fd}, or a readable descriptor without data. */
  default void failed() {}

  /**
   * Adapts to the features that the front-end accepted, before the first ring of the pair starts.
   *
   * @param headerBytes bytes of the virtio-net header, 10 or 12
   * @param features the accepted feature bits
   */
  default void negotiated(int headerBytes, long features) {}

  /**
   * Sends a frame of the daemon itself that announces the guest's location.
   *
   * @param frame an Ethernet frame without a virtio-net header
   */
  default void announce(byte[] frame) {}

  /**
   * Switches whether the pair takes frames. The uplink passes no frames to a pair that takes none,
   * since another pair could take them.
   */
  default void receiving(boolean takes) {}
}
