package io.ringfence.server.uplink;

/**
 * What a port holds besides its descriptor, written down for another process.
 *
 * @param headerBytes bytes of the virtio-net header, 10 or 12
 * @param attached whether the kernel spreads frames over its queue
 * @param pending a frame with its header that waits for buffers; empty where none waits
 */
public record PortRecord(int headerBytes, boolean attached, byte[] pending) {}
