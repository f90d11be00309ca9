package io.ringfence.lab.kit.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * An estimate and the limits of its confidence interval.
 *
 * @param low negative infinity where the sample is too small for an interval
 * @param high likewise positive infinity
 */
public record Interval(double estimate, double low, double high) {

  /** An estimate of which nothing more is known. */
  public static Interval unbounded(double estimate) {
    return new Interval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  public boolean bounded() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  public boolean holds(double value) {
    return low <= value && value <= high;
  }

  /** True when the interval lies between {@code from} and {@code to}, limits included. */
  public boolean within(double from, double to) {
    return from <= low && high <= to;
  }

  /**
   * What both hold, with this one's estimate; where they hold nothing in common, this one as it is.
   */
  public Interval narrowedBy(Interval other) {
    double narrowLow = Math.max(low, other.low);
    double narrowHigh = Math.min(high, other.high);
    return narrowLow <= narrowHigh ? new Interval(estimate, narrowLow, narrowHigh) : this;
  }

  /** The interval on another scale; {@code scale} must rise. */
  public Interval map(DoubleUnaryOperator scale) {
    return new Interval(
        scale.applyAsDouble(estimate), scale.applyAsDouble(low), scale.applyAsDouble(high));
  }
}
