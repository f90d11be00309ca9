package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Verdict;

/**
 * The result for one contrast in one metric. Differences are in percent of the reference.
 *
 * @param primary whether the metric is the plan's first
 * @param interval the ratio of sums with its interval, 95 % for an alpha of 0.05
 * @param tails the typical difference and the effect of stalls
 * @param differentP of a true difference of 0; of a secondary metric after Holm's correction
 * @param equivalentP of a true difference of the margin or more, likewise
 * @param familyP of a true difference of 0, after Holm's correction over the metric's family
 * @param verdict by the plan's alpha
 * @param forecast total units with which a true difference of 0 would be decided with 90 % power; 0
 *     when it is decided, -1 when there is no forecast
 */
public record Finding(
    Contrast contrast,
    SliceMetric metric,
    boolean primary,
    Interval interval,
    Tails tails,
    double differentP,
    double equivalentP,
    double familyP,
    Verdict verdict,
    int forecast) {}
