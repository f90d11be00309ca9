/**
 * The uplink {@code generator}: generates frames as fast as the driver posts buffers.
 *
 * <p>It may use {@code uplink}.
 */
package io.ringfence.server.uplink.generator;
