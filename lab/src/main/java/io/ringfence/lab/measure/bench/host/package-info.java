/**
 * Parts of the benchmark whose driver runs on the host: testpmd, software front-ends, the data path
 * alone.
 *
 * <p>May use {@code measure.bench} and {@code kit}.
 */
package io.ringfence.lab.measure.bench.host;
