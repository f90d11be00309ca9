/**
 * Realm code of the TAP uplinks.
 *
 * <p>It may use {@code datapath} and what that may use.
 */
package io.ringfence.server.uplink.tap.datapath;
