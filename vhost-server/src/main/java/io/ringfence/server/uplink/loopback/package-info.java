/**
 * The uplink {@code loopback}: returns each frame to its sender.
 *
 * <p>It may use {@code uplink}.
 */
package io.ringfence.server.uplink.loopback;
