/** Frames a second, with DPDK's testpmd as the driver. */
package io.ringfence.lab.bench.frames;
