/**
 * Runs an alternation: netperf in a guest while the daemon's policies take turns, and the records
 * of all slices.
 *
 * <p>May use {@code kit}, {@code measure.slices} and the plan of {@code measure.decision}.
 */
package io.ringfence.lab.measure.alternation;
