/**
 * Capture files (pcapng) of the frames of all ports, as they would be on a wire.
 *
 * <p>It may use {@code packet}, {@code ring} and {@code os}.
 */
package io.ringfence.server.capture;
