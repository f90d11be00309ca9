package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.statistics.Interval;
import java.util.Locale;

/** Differences as text, with their sign and one decimal. */
public final class Signed {
  // Beyond, digits tell nothing.
  private static final double MOST = 1000;

  private Signed() {}

  public static String text(double value) {
    return value > MOST
        ? String.format(Locale.ROOT, ">+%.0f", MOST)
        : String.format(Locale.ROOT, "%+.1f", value);
  }

  /** The limits in brackets; empty where there are none. */
  public static String limits(Interval interval) {
    return interval.bounded()
        ? " [%s, %s]".formatted(text(interval.low()), text(interval.high()))
        : "";
  }

  /** An estimate with its unit and its limits, or why there are none. */
  static String text(Interval interval, String unit) {
    return "%s %s%s"
        .formatted(
            text(interval.estimate()),
            unit,
            interval.bounded() ? limits(interval) : " (too few pairs for an interval)");
  }

  /** An estimate and its limits, as far as there are. */
  public static String text(Interval interval) {
    return text(interval.estimate()) + limits(interval);
  }
}
