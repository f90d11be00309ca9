/**
 * The experiment with a guest: its design, the schedule of runs, the runs and their figures.
 *
 * <p>It may use {@code kit}.
 */
package io.ringfence.lab.measure.experiment;
