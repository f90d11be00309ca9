/**
 * Drivers of split and packed virtqueues, and the rings field by field without any rule (VIRTIO
 * 1.3, 2.7 and 2.8).
 *
 * <p>May use {@code memory}.
 */
package io.ringfence.testkit.ring;
