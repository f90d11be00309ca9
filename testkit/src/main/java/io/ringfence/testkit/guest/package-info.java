/**
 * A whole guest behind a socket: memory, rings with their eventfds, virtio-net driver, and the
 * order in which QEMU speaks.
 *
 * <p>May use everything below: {@code net}, {@code wire}, {@code ring}, {@code memory} and {@code
 * os}.
 */
package io.ringfence.testkit.guest;
