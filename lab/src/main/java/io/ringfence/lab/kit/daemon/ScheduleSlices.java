package io.ringfence.lab.kit.daemon;

import java.util.List;

/**
 * GET /schedule/slices.
 *
 * @param fields names of a record's values
 * @param slices a record each
 * @param next the number to read from next
 */
public record ScheduleSlices(List<String> fields, List<long[]> slices, long next) {}
