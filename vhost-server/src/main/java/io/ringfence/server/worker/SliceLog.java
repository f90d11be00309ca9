package io.ringfence.server.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * The records of slices that nobody has read yet. The worker adds, another thread reads and makes
 * room. It never drops one: {@link #add} returns false when it is full.
 */
public final class SliceLog {
  private final long[][] rows;
  private long first; // the number of the oldest record that is kept
  private long next; // the number of the next record

  /**
   * An empty log.
   *
   * @param capacity records that it keeps
   * @param width values of a record
   */
  public SliceLog(int capacity, int width) {
    rows = new long[capacity][width];
  }

  /**
   * Copies a record.
   *
   * @return false if the log is full
   */
  synchronized boolean add(long[] row) {
    if (next - first == rows.length) {
      return false;
    }
    System.arraycopy(row, 0, rows[slot(next)], 0, row.length);
    next++;
    return true;
  }

  /** How many records there were so far. */
  public synchronized long count() {
    return next;
  }

  /**
   * Returns records in their order, and makes room of those before the first of them.
   *
   * @param from the number of the first one, from 0
   * @param most the most to return
   * @throws IllegalArgumentException if that record has been made room of, or is yet to come
   */
  public synchronized List<long[]> read(long from, int most) {
    if (from < first || from > next) {
      throw new IllegalArgumentException(
          "from: %d given; the records that are kept are %d to %d".formatted(from, first, next));
    }
    first = from;
    var read = new ArrayList<long[]>();
    for (long i = from; i < next && read.size() < most; i++) {
      read.add(rows[slot(i)].clone());
    }
    return read;
  }

  private int slot(long number) {
    return (int) (number % rows.length);
  }
}
