package io.ringfence.server.worker;

import io.ringfence.server.os.ThreadUsage;
import io.ringfence.server.pair.DataPathFactory;

/**
 * The barrier policy under which a worker's pairs are served: one, or several that take turns. Only
 * the worker's thread uses it, between two bursts.
 */
final class ServedPolicy implements Alternation.Rings {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final AttachedPairs pairs;
  private DataPathFactory factory;
  private Alternation alternation; // null while one policy serves

  ServedPolicy(AttachedPairs pairs, DataPathFactory factory) {
    this.pairs = pairs;
    this.factory = factory;
  }

  /** The policy that serves while none take turns. */
  DataPathFactory factory() {
    return factory;
  }

  /** Changes to another policy. */
  void change(DataPathFactory next) {
    factory = next;
    swap(next);
  }

  /** Lets policies take turns; null ends that and returns to the one before. */
  void alternate(Alternation next) {
    if (alternation != null) {
      swap(factory);
    }
    alternation = next;
    if (next != null) {
      next.begin(System.nanoTime(), this);
    }
  }

  /** Ends a slice and begins the next one if its time is over. */
  void turn(long nanoTime) {
    if (alternation != null && !alternation.turn(nanoTime, this)) {
      alternation = null;
      swap(factory);
    }
  }

  /** How long the worker may sleep before the next {@link #turn}, ms; -1 for no limit. */
  int longestSleepMillis() {
    if (alternation == null) {
      return -1;
    }
    long nanos = Math.max(0, alternation.due() - System.nanoTime());
    return (int) ((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
  }

  @Override
  public int count() {
    return pairs.count();
  }

  @Override
  public void swap(DataPathFactory next) {
    for (WatchedPair watched : pairs.all()) {
      pairs.touch(watched);
      swap(watched.pair(), next);
    }
  }

  /** What one front-end did to its memory must not keep the others from the new policy. */
  private static void swap(QueuePair pair, DataPathFactory next) {
    try {
      pair.path().swap(next);
    } catch (InternalError e) {
      pair.path().memoryLost(e);
    }
  }

  @Override
  public void read(SliceField.Moment moment, ThreadUsage usage, long[] row) {
    SliceField.read(moment, usage, pairs.all(), row);
  }
}
