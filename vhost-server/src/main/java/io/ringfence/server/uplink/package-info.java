/**
 * The contract with uplinks: their kinds, the attachment of a front-end, ports, sinks and sources.
 *
 * <p>It may use {@code ring}, {@code protocol}, {@code records} and {@code os}, and no kind of
 * uplink.
 */
package io.ringfence.server.uplink;
