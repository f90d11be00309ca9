/**
 * The uplinks {@code tap} and {@code tapfd}: a TAP interface, which may be deleted and return.
 *
 * <p>It may use {@code uplink}, {@code packet} and {@code os}.
 */
package io.ringfence.server.uplink.tap;
