package io.ringfence.lab.measure.decision;

import com.fasterxml.jackson.annotation.JsonValue;
import io.ringfence.lab.measure.slices.Slice;
import java.util.Locale;

/** A figure by which policies are compared: a ratio of two sums over slices. */
public enum SliceMetric {
  /** CPU time of the worker thread over transactions. More is worse. */
  WORKER_CPU("worker CPU a transaction", 1) {
    @Override
    public long cost(Slice slice) {
      return slice.workerCpuNanos();
    }

    @Override
    double log(Sums sums) {
      return Math.log((double) sums.workerCpuNanos() / sums.transactions());
    }
  },
  /** Transactions over time. Less is worse. */
  RATE("transactions/s", -1) {
    @Override
    public long cost(Slice slice) {
      return slice.nanos();
    }

    @Override
    double log(Sums sums) {
      return Math.log((double) sums.transactions() / sums.nanos());
    }
  };

  private final String title;
  private final int sign;

  SliceMetric(String title, int sign) {
    this.title = title;
    this.sign = sign;
  }

  /** Returns its name in a report. */
  public String title() {
    return title;
  }

  /** Returns what a slice spent on its transactions, in nanoseconds of CPU or of time. */
  public abstract long cost(Slice slice);

  /** Returns the natural logarithm of the ratio of sums; both sums are positive. */
  abstract double log(Sums sums);

  /** Returns a difference of logarithms as one of the cost of a transaction, and back. */
  double cost(double difference) {
    return sign * difference;
  }

  /** Returns whether a difference of logarithms makes a transaction dearer. */
  boolean worsens(double difference) {
    return cost(difference) > 0;
  }

  /** Returns its name in a plan and in JSON. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
