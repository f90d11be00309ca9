/**
 * Plans of many experiments: cells, the journal of completed cells, and resumption after an
 * interruption.
 *
 * <p>May use {@code measure.experiment} and {@code kit}.
 */
package io.ringfence.lab.measure.matrix;
