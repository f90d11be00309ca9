/**
 * The virtio-net driver over one queue: headers, buffers, frames (VIRTIO 1.3, 5.1).
 *
 * <p>May use {@code ring} and {@code memory}.
 */
package io.ringfence.testkit.net;
