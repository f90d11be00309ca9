/**
 * Fuzz targets: what a front-end's bytes may never do to the decoder, and a driver's to the
 * virtqueues. A target takes bytes and throws if something does not hold; {@code scripts/fuzz} runs
 * them, and a test runs each over its {@link io.ringfence.fuzz.Seeds}.
 *
 * <p>May use {@code protocol} and {@code ring}.
 */
package io.ringfence.fuzz;
