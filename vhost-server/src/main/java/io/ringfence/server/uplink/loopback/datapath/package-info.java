/**
 * Realm code of the uplink {@code loopback}.
 *
 * <p>It may use {@code datapath} and what that may use.
 */
package io.ringfence.server.uplink.loopback.datapath;
