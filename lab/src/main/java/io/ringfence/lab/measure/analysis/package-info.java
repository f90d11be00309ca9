/**
 * The analysis of an experiment's runs: comparisons, controls, and whether a conclusion is allowed.
 *
 * <p>It may use {@code measure.experiment}, {@code kit.statistics} and the records of {@code
 * kit.daemon}.
 */
package io.ringfence.lab.measure.analysis;
