package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.statistics.Interval;
import java.util.Locale;

/** Differences as text, with their sign and one decimal. */
public final class Signed {
  // Digits above this value carry no information.
  private static final double MOST = 1000;

  private Signed() {}

  public static String text(double value) {
    return value > MOST
        ? String.format(Locale.ROOT, ">+%.0f", MOST)
        : String.format(Locale.ROOT, "%+.1f", value);
  }

  /** Returns the limits in brackets; empty without limits. */
  public static String limits(Interval interval) {
    return interval.bounded()
        ? " [%s, %s]".formatted(text(interval.low()), text(interval.high()))
        : "";
  }

  /** Returns an estimate with its unit and its limits, or the reason why it has none. */
  static String text(Interval interval, String unit) {
    return "%s %s%s"
        .formatted(
            text(interval.estimate()),
            unit,
            interval.bounded() ? limits(interval) : " (too few pairs for an interval)");
  }

  /** Returns an estimate and its limits, if it has any. */
  public static String text(Interval interval) {
    return text(interval.estimate()) + limits(interval);
  }
}
