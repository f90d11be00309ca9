/**
 * A whole guest behind a socket: memory, rings with their eventfds, virtio-net driver, and QEMU's
 * message order.
 *
 * <p>May use {@code net}, {@code wire}, {@code ring}, {@code memory} and {@code os}.
 */
package io.ringfence.testkit.guest;
