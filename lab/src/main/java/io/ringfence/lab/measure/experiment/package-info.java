/** Schedules, runs, figures and paired differences. */
package io.ringfence.lab.measure.experiment;
