/**
 * Realm code of the uplink {@code discard}.
 *
 * <p>It may use {@code datapath} and what that may use.
 */
package io.ringfence.server.uplink.discard.datapath;
