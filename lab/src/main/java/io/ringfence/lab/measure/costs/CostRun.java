package io.ringfence.lab.measure.costs;

/**
 * One run of one cell, raw.
 *
 * @param fork of the JVM, from 0
 * @param block within the fork, from 0: in each, every cell runs once
 * @param startedMillis since the fork's first run
 * @param frames that were served
 * @param nanos that all of them took
 * @param perFrame ns of a frame in the slice that a tenth of the run's slices undercut: what is
 *     judged, since it is not moved by slices in which a processor was taken away
 * @param rechecks share of the device's second looks that found a frame already
 */
public record CostRun(
    int fork,
    int block,
    CostCell cell,
    long startedMillis,
    long frames,
    long nanos,
    double perFrame,
    double rechecks) {}
