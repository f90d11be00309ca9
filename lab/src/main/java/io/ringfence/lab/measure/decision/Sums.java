package io.ringfence.lab.measure.decision;

import io.ringfence.lab.measure.slices.Slice;

/** Sums over slices of one arm; a slice without a transaction adds its time and CPU. */
record Sums(long nanos, long workerCpuNanos, long transactions) {
  static final Sums NONE = new Sums(0, 0, 0);

  Sums plus(Slice slice) {
    return new Sums(
        nanos + slice.nanos(),
        workerCpuNanos + slice.workerCpuNanos(),
        transactions + slice.transactions());
  }

  Sums plus(Sums other) {
    return new Sums(
        nanos + other.nanos,
        workerCpuNanos + other.workerCpuNanos,
        transactions + other.transactions);
  }

  /** Returns whether every metric has a logarithm. */
  boolean complete() {
    return nanos > 0 && workerCpuNanos > 0 && transactions > 0;
  }
}
