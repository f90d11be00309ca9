/**
 * What an alternation decides: a plan that is declared beforehand, the estimator, verdicts and the
 * controls that can refuse them. Pure code, no input or output.
 *
 * <p>May use {@code measure.slices}, the outcome of a control in {@code measure.analysis}, and
 * {@code kit.statistics}.
 */
package io.ringfence.lab.measure.decision;
