package io.ringfence.lab.measure.alternation;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.ScheduleEvents.Event;
import io.ringfence.lab.kit.daemon.ScheduleSlices;
import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * The daemon's records of one boot's slices, and the slices that they are.
 *
 * <p>A slice is void if code of the data path was compiled or deoptimized in its counted part, or
 * within the error of the two clocks of it.
 */
final class SliceRows {
  private static final long CLOCK_ERROR_NANOS = 2_000_000;

  private final int boot;
  private final List<Arm> arms;
  private final List<long[]> rows = new ArrayList<>();
  private List<String> fields = List.of();

  /**
   * @param arms in the order in which the daemon numbers them
   */
  SliceRows(int boot, List<Arm> arms) {
    this.boot = boot;
    this.arms = List.copyOf(arms);
  }

  void add(ScheduleSlices slices) {
    fields = slices.fields();
    rows.addAll(slices.slices());
  }

  int count() {
    return rows.size();
  }

  /** Names of the values of {@link #rows}. */
  List<String> fields() {
    return fields;
  }

  /** The records as the daemon has them. */
  List<long[]> rows() {
    return List.copyOf(rows);
  }

  /** Returns the slices, given what happened to code meanwhile. */
  List<Slice> slices(List<Event> events) {
    List<Event> changes = events.stream().filter(Event::changesCode).toList();
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      slices.add(slice(i / arms.size() + 1, rows.get(i), changes));
    }
    return slices;
  }

  private Slice slice(int block, long[] row, List<Event> changes) {
    Arm arm = arms.get((int) value(row, "arm"));
    int before = (int) value(row, "armBefore");
    long begin = value(row, "counted.nanos");
    long end = value(row, "end.nanos");
    return new Slice(
        boot,
        arm.policy(),
        arm.instance(),
        before < 0 ? "" : arms.get(before).toString(),
        block,
        begin,
        end - begin,
        value(row, "end.cpuNanos") - value(row, "counted.cpuNanos"),
        value(row, "end.rx.frames") - value(row, "counted.rx.frames"),
        changes.stream().anyMatch(change -> meets(change, begin, end)));
  }

  private static boolean meets(Event change, long begin, long end) {
    return change.nanos() - end < CLOCK_ERROR_NANOS
        && begin - (change.nanos() + change.lengthNanos()) < CLOCK_ERROR_NANOS;
  }

  private long value(long[] row, String field) {
    int at = fields.indexOf(field);
    if (at < 0) {
      throw new LabException("the daemon's slices have no %s, only %s".formatted(field, fields));
    }
    return row[at];
  }
}
