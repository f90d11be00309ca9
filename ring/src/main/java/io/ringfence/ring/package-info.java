/**
 * The memory of a guest, the memory-barrier policies of a device, and the realms that compile
 * virtqueues for a policy. The queues themselves are in {@link io.ringfence.ring.queue}.
 *
 * <p>The package follows VIRTIO 1.3. It does not block, log or use sockets.
 */
package io.ringfence.ring;
