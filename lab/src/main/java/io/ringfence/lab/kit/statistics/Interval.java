package io.ringfence.lab.kit.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * An estimate and the limits of its confidence interval.
 *
 * @param low negative infinity if the sample is too small for an interval
 * @param high positive infinity if the sample is too small for an interval
 */
public record Interval(double estimate, double low, double high) {

  /** Returns an estimate without limits. */
  public static Interval unbounded(double estimate) {
    return new Interval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  public boolean bounded() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  public boolean holds(double value) {
    return low <= value && value <= high;
  }

  /** Returns whether the interval lies between {@code from} and {@code to}, limits included. */
  public boolean within(double from, double to) {
    return from <= low && high <= to;
  }

  /**
   * Returns the intersection of both, with this one's estimate; this interval if they are disjoint.
   */
  public Interval narrowedBy(Interval other) {
    double narrowLow = Math.max(low, other.low);
    double narrowHigh = Math.min(high, other.high);
    return narrowLow <= narrowHigh ? new Interval(estimate, narrowLow, narrowHigh) : this;
  }

  /** Returns the interval on another scale; {@code scale} must be increasing. */
  public Interval map(DoubleUnaryOperator scale) {
    return new Interval(
        scale.applyAsDouble(estimate), scale.applyAsDouble(low), scale.applyAsDouble(high));
  }
}
