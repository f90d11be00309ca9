/**
 * What the runs of an experiment show: comparisons, controls, and whether a conclusion is allowed.
 *
 * <p>May use {@code measure.experiment}, {@code kit.statistics} and the records of {@code
 * kit.daemon}.
 */
package io.ringfence.lab.measure.analysis;
