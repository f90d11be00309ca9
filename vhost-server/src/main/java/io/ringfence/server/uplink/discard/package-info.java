/**
 * The uplink {@code discard}: frames go nowhere, and none comes.
 *
 * <p>It may use {@code uplink}.
 */
package io.ringfence.server.uplink.discard;
