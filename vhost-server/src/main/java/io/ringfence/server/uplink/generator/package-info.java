/**
 * The uplink {@code generator}: frames come as fast as the driver posts buffers.
 *
 * <p>It may use {@code uplink}.
 */
package io.ringfence.server.uplink.generator;
