/**
 * The decisions of an alternation: a plan that is declared beforehand, the estimator, verdicts and
 * the controls that can refuse them. The code is pure and does no input or output.
 *
 * <p>It may use {@code measure.slices}, the outcome of a control in {@code measure.analysis}, and
 * {@code kit.statistics}.
 */
package io.ringfence.lab.measure.decision;
