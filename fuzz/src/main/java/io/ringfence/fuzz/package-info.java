/**
 * Fuzz targets: properties that the decoder keeps for any bytes of a front-end, and the virtqueues
 * for any writes of a driver. A target takes bytes and throws if a property does not hold; {@code
 * scripts/fuzz} runs them, and a test runs each over its {@link io.ringfence.fuzz.Seeds}.
 *
 * <p>May use {@code protocol} and {@code ring}.
 */
package io.ringfence.fuzz;
