package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.Tap;

/**
 * The format of a TAP's frames, for all queues of the interface, as negotiated last.
 *
 * @param headerBytes bytes of the virtio-net header, 10 or 12
 * @param offloads as {@link Tap#setOffloads} takes them
 */
record TapFormat(int headerBytes, int offloads) {
  void applyTo(Tap tap) {
    tap.setVnetHeaderBytes(headerBytes);
    tap.setOffloads(offloads);
  }
}
