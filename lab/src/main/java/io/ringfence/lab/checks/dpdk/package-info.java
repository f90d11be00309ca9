/**
 * DPDK's virtio_user as a front-end: frames through every variant of its rings, each byte checked.
 *
 * <p>May use {@code kit.process} and {@code kit.daemon}.
 */
package io.ringfence.lab.checks.dpdk;
