package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.Tap;

/**
 * What frames of a TAP look like: for all queues of the interface, as negotiated last.
 *
 * @param headerBytes bytes of the virtio-net header, 10 or 12
 * @param offloads as {@link Tap#setOffloads} takes them
 */
record TapFormat(int headerBytes, int offloads) {
  void tell(Tap tap) {
    tap.setVnetHeaderBytes(headerBytes);
    tap.setOffloads(offloads);
  }
}
