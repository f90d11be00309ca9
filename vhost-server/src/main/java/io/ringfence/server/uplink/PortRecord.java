package io.ringfence.server.uplink;

import io.ringfence.server.records.Default;
import io.ringfence.server.records.Required;

/**
 * What a port holds besides its descriptor, written down for another process.
 *
 * @param headerBytes bytes of the virtio-net header, 10 or 12
 * @param attached whether the kernel spreads frames over its queue, as it does when it opens one
 * @param pending a frame with its header that waits for buffers; empty where none waits
 */
public record PortRecord(
    @Required int headerBytes, @Default("true") boolean attached, byte[] pending) {}
