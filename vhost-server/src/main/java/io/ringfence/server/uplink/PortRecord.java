package io.ringfence.server.uplink;

import io.ringfence.server.records.Default;
import io.ringfence.server.records.Required;

/**
 * The state of a port besides its descriptor, recorded for another process.
 *
 * @param headerBytes bytes of the virtio-net header, 10 or 12
 * @param attached whether the kernel spreads frames over its queue, as it does after opening
 * @param pending a frame with its header that waits for buffers; empty if none waits
 */
public record PortRecord(
    @Required int headerBytes, @Default("true") boolean attached, byte[] pending) {}
