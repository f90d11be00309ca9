package io.ringfence.server.worker;

import io.ringfence.server.os.ThreadUsage;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.worker.SliceField.Moment;
import java.util.List;

/**
 * Barrier policies that take turns on one worker. The worker swaps by itself when a slice's time is
 * over, between two bursts, and records the slice. Nobody talks to it meanwhile.
 *
 * <p>First the arms take turns and no record is kept, until {@link #record} is called; then in the
 * order and for the times that were laid down. Both run the same code, so that the JIT has nothing
 * left to learn when the records begin.
 */
public final class Alternation {
  private static final long WARM_SLICE_NANOS = 25_000_000;

  private final List<DataPathFactory> arms;
  private final int[] order;
  private final long[] sliceNanos;
  private final long washoutNanos;
  private final SliceLog log;
  private final ThreadUsage usage = new ThreadUsage();
  private final long[] row = new long[SliceField.width()];

  private volatile boolean recording;
  private volatile String end; // why it ended; null while it goes on

  private int pairs; // at the start; a pair that comes or goes ends it
  private boolean recorded; // whether the slice under way is
  private boolean washing;
  private int next; // the place in the order of the next slice that is recorded
  private int warming; // slices so far that were not
  private int arm = -1;
  private long sliceEnd;
  private long due;

  /**
   * Lays an alternation down.
   *
   * @param arms what takes turns
   * @param order numbers of arms, a slice each
   * @param sliceNanos how long each of those slices is, washout included
   * @param washoutNanos the part of each that is recorded apart
   * @param log where slices are recorded
   */
  public Alternation(
      List<DataPathFactory> arms, int[] order, long[] sliceNanos, long washoutNanos, SliceLog log) {
    this.arms = List.copyOf(arms);
    this.order = order.clone();
    this.sliceNanos = sliceNanos.clone();
    this.washoutNanos = washoutNanos;
    this.log = log;
  }

  /** Lets slices be recorded from the next one on. */
  public void record() {
    recording = true;
  }

  /** Why it ended: empty for its regular end; null while it goes on. */
  public String end() {
    return end;
  }

  /** On the worker: begins. */
  void begin(long now, Rings rings) {
    pairs = rings.count();
    due = now;
  }

  /** When the worker has to call {@link #turn} next, by System.nanoTime. */
  long due() {
    return due;
  }

  /**
   * On the worker, between two bursts: does what is due.
   *
   * @return whether it goes on
   */
  boolean turn(long now, Rings rings) {
    if (now - due < 0) {
      return true;
    }
    if (washing) {
      washing = false;
      rings.read(Moment.COUNTED, usage, row);
      due = sliceEnd;
      return true;
    }
    return finishSlice(rings) && beginSlice(rings);
  }

  private boolean finishSlice(Rings rings) {
    if (rings.count() != pairs || pairs == 0) {
      return end(
          "the worker has %d queue pairs and had %d at the start: a front-end came or left"
              .formatted(rings.count(), pairs));
    }
    rings.read(Moment.END, usage, row);
    if (recorded && !log.add(row)) {
      return end("the buffer of slices is full; they were not read in time");
    }
    return next < order.length || end("");
  }

  private boolean beginSlice(Rings rings) {
    boolean first = !recorded;
    recorded = recording;
    int before = arm;
    long nanos = recorded ? sliceNanos[next] : WARM_SLICE_NANOS;
    arm = recorded ? order[next++] : warming++ % arms.size();
    rings.swap(arms.get(arm));
    row[SliceField.ARM] = arm;
    row[SliceField.ARM_BEFORE] = recorded && first ? -1 : before;
    rings.read(Moment.BEGIN, usage, row);
    washing = true;
    long now = System.nanoTime();
    sliceEnd = now + nanos;
    due = now + washoutNanos;
    return true;
  }

  /** Ends it; always false. */
  boolean end(String why) {
    end = why;
    return false;
  }

  /** The rings of the worker that it runs on. */
  interface Rings {
    /** The number of queue pairs. */
    int count();

    /** Goes over to another policy between two bursts, so that the driver notices nothing. */
    void swap(DataPathFactory factory);

    /** Reads the worker's clock and its rings' counts. */
    void read(Moment moment, ThreadUsage usage, long[] row);
  }
}
