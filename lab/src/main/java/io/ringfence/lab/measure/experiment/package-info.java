/**
 * The experiment with a guest: its design, the schedule of runs, the runs and their figures.
 *
 * <p>May use {@code kit}.
 */
package io.ringfence.lab.measure.experiment;
