/**
 * Parts of the benchmark that boot a guest, with the daemon and with other back-ends.
 *
 * <p>May use {@code measure.bench} and {@code kit}.
 */
package io.ringfence.lab.measure.bench.guest;
