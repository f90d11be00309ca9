/**
 * Summaries, intervals, verdicts and repeated looks at a sample.
 *
 * <p>May use nothing of the lab: it knows no guest and no policy.
 */
package io.ringfence.lab.kit.statistics;
