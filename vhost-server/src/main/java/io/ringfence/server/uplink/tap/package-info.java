/**
 * The uplinks {@code tap} and {@code tapfd}: a TAP interface, also one that is deleted and comes
 * back.
 *
 * <p>It may use {@code uplink}, {@code packet} and {@code os}.
 */
package io.ringfence.server.uplink.tap;
