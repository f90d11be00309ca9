/**
 * Traffic between a guest and the host: netperf, echoed bytes, file transfers, ping.
 *
 * <p>May use {@code kit.process}, {@code kit.host} and {@code kit.guest}.
 */
package io.ringfence.lab.kit.traffic;
