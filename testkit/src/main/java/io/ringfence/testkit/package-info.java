/**
 * A software vhost-user front-end and virtio-net driver, written from VIRTIO 1.3 and vhost-user.rst
 * alone. It shares no constant and no code with the device under test.
 *
 * <p>May use nothing but {@code java.base}. The other packages build on this one: waits with a
 * deadline, and the two faults of a device.
 *
 * <p>From the memory up: {@link io.ringfence.testkit.memory.GuestRam} is guest memory. {@link
 * io.ringfence.testkit.ring.SplitDriver} and {@link io.ringfence.testkit.ring.PackedDriver} drive
 * one virtqueue in it. {@link io.ringfence.testkit.net.NetTransmitter} and {@link
 * io.ringfence.testkit.net.NetReceiver} carry frames over a queue. {@link
 * io.ringfence.testkit.wire.SoftwareFrontEnd} sends requests to a back-end over its socket. {@link
 * io.ringfence.testkit.guest.GuestNic} combines them. What a real guest never does is one level
 * down: {@link io.ringfence.testkit.ring.SplitRing} and {@link
 * io.ringfence.testkit.ring.PackedRing} write any field, {@link
 * io.ringfence.testkit.wire.VhostSocket} sends any bytes.
 */
package io.ringfence.testkit;
