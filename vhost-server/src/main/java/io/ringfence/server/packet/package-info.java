/**
 * Packets: the virtio-net header, the layout of a frame, checksums, segmentation, RARP.
 *
 * <p>It may use {@code ring} and {@code protocol} only.
 */
package io.ringfence.server.packet;
