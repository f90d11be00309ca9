package io.ringfence.lab.measure.alternation;

import io.ringfence.lab.kit.daemon.ScheduleEvents;
import io.ringfence.lab.kit.traffic.NetperfResult;
import io.ringfence.lab.measure.slices.Slice;
import io.ringfence.lab.measure.slices.TransactionCount;
import java.util.List;

/**
 * One boot's alternation.
 *
 * @param fields names of the values of {@code rows}
 * @param rows the daemon's records, a slice each
 * @param slices the same, as the analysis takes them
 * @param events what happened to code and machine
 * @param transactions counted by the daemon and by netperf over the same time
 */
public record BootRecord(
    List<String> fields,
    List<long[]> rows,
    List<Slice> slices,
    ScheduleEvents events,
    TransactionCount transactions,
    NetperfResult netperf) {}
