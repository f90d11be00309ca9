package io.ringfence.lab.measure.costs;

/**
 * One run of one cell, raw.
 *
 * @param fork of the JVM, from 0
 * @param block within the fork, from 0: in each, every cell runs once
 * @param startedMillis since the fork's first run
 * @param frames that were served
 * @param nanos of all of them
 * @param perFrame ns per frame at the first decile of the run's slices. It is the reported figure,
 *     since slices with a lost processor do not move it.
 * @param rechecks share of the device's second polls that found a frame
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
