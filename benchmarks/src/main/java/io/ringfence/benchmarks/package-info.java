/**
 * Microbenchmarks of the device's code, without a driver that answers; one question per class.
 *
 * <p>May use {@code ring}, {@code vhost-server} and the testkit's memory and rings.
 */
package io.ringfence.benchmarks;
