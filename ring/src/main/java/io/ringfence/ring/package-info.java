/**
 * Virtqueues, device side, over the memory of a guest, and the memory-barrier policies they run
 * under.
 *
 * <p>Everything here follows VIRTIO 1.3. One thread owns a queue; nothing here blocks, logs, or
 * knows of sockets. Start at {@link io.ringfence.ring.Virtqueue} for the rings and at {@link
 * io.ringfence.ring.Barriers} for the ordering points.
 */
package io.ringfence.ring;
