/**
 * The framework of the benchmark against other back-ends: figures, targets, pairs of runs, pinned
 * daemons.
 *
 * <p>May use {@code kit}, and none of the parts that measure.
 */
package io.ringfence.lab.measure.bench;
