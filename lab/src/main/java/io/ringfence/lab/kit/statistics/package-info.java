/**
 * Summaries, intervals, verdicts and repeated looks at a sample.
 *
 * <p>It may use nothing else of the lab.
 */
package io.ringfence.lab.kit.statistics;
