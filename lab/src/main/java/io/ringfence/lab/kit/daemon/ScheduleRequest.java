package io.ringfence.lab.kit.daemon;

import java.util.List;

/**
 * The body of POST /schedule.
 *
 * @param arms {@code POLICY#INSTANCE} each
 * @param blocks recorded; a block has one slice of each arm
 * @param sliceMillis the least and the greatest length of a slice
 */
public record ScheduleRequest(
    List<String> arms,
    int blocks,
    List<Integer> sliceMillis,
    int washoutMillis,
    long seed,
    int warmUpSeconds) {}
