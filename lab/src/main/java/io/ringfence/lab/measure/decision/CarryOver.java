package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Interval;

/**
 * The effect of the previous slice's policy on a slice.
 *
 * <p>It is reported with every verdict. No verdict depends on it: a design that first tests for
 * carry-over and then chooses its analysis errs more often than either analysis (Freeman 1989).
 * Sequences are serially balanced, so all arms follow all others equally often, and what is carried
 * over cancels in a contrast.
 *
 * @param previous the policy before
 * @param reference the policy before with which it is compared
 * @param percent by how much a slice after {@code previous} differs, in the primary metric
 */
public record CarryOver(String previous, String reference, Interval percent) {}
