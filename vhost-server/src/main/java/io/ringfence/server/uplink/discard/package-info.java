/**
 * The uplink {@code discard}: drops all frames and produces none.
 *
 * <p>It may use {@code uplink}.
 */
package io.ringfence.server.uplink.discard;
