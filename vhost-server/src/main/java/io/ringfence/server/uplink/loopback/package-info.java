/**
 * The uplink {@code loopback}: each frame comes back to its sender.
 *
 * <p>It may use {@code uplink}.
 */
package io.ringfence.server.uplink.loopback;
