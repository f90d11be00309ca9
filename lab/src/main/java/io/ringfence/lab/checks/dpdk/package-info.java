/**
 * DPDK's virtio_user as a front-end: frames through every variant of its rings, each byte checked.
 */
package io.ringfence.lab.checks.dpdk;
