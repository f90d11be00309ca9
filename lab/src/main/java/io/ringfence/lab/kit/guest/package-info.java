/**
 * Guests and the agent inside them: QEMU with its monitor, and User Mode Linux.
 *
 * <p>May use {@code kit.process}, {@code kit.host} and {@code kit.daemon}.
 */
package io.ringfence.lab.kit.guest;
