/**
 * The memory of a guest, the memory-barrier policies of a device, and the realms that compile
 * virtqueues for a policy. The queues themselves are in {@link io.ringfence.ring.queue}.
 *
 * <p>Everything here follows VIRTIO 1.3. Nothing blocks or logs, and nothing knows of sockets.
 */
package io.ringfence.ring;
