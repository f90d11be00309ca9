/** Intervals, verdicts and repeated looks; knows nothing of guests. */
package io.ringfence.lab.kit.statistics;
