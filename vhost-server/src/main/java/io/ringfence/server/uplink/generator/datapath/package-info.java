/**
 * Realm code of the uplink {@code generator}.
 *
 * <p>It may use {@code datapath} and what that may use.
 */
package io.ringfence.server.uplink.generator.datapath;
