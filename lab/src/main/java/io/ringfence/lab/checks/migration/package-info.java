/**
 * A guest that moves from one daemon to another under traffic, and whether the network learns of
 * it.
 *
 * <p>May use {@code kit}.
 */
package io.ringfence.lab.checks.migration;
