/**
 * A guest that migrates between daemons under traffic, and the announcement to the network.
 *
 * <p>May use {@code kit}.
 */
package io.ringfence.lab.checks.migration;
