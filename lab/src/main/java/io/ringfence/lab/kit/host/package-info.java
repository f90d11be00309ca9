/**
 * The host's side of a test network, and facts of the machine: TAP, bridge, netserver, ping, CPU
 * time, CPU distance.
 *
 * <p>May use {@code kit.process}.
 */
package io.ringfence.lab.kit.host;
