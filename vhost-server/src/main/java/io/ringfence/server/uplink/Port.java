package io.ringfence.server.uplink;

import io.ringfence.server.os.Fd;

/** A queue pair's place on an uplink. */
public sealed interface Port permits TapPort, LoopbackPort, DiscardPort, GeneratorPort {
  /**
   * The descriptor to wait on: readable while frames wait, or, while the uplink is lost, once it is
   * back. Null where there is none. To be asked again after each event.
   */
  default Fd fd() {
    return null;
  }

  /** Takes note that {@link #fd} reports an error, or is readable and has nothing to read. */
  default void failed() {}

  /**
   * Adapts to what a front-end accepted.
   *
   * @param headerBytes bytes of the virtio-net header, 10 or 12
   * @param features the accepted feature bits
   */
  default void negotiated(int headerBytes, long features) {}

  /**
   * Sends a frame of the daemon's own, which says where the guest is; nothing where there is nobody
   * to tell.
   */
  default void announce(byte[] frame) {}

  /**
   * Is told whether the pair takes frames. One that does not should get none: they would be lost,
   * where another pair could have had them.
   */
  default void receiving(boolean takes) {}
}
