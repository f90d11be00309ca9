package io.ringfence.lab.measure.decision;

import io.ringfence.lab.kit.statistics.Interval;
import java.util.Locale;

/** Logarithms of ratios as differences in percent, and these as text. */
public final class Percent {
  private Percent() {}

  static double of(double logRatio) {
    return 100 * Math.expm1(logRatio);
  }

  /** Returns {@code +2.62 % [+2.01, +3.20]}, or that there is no interval. */
  public static String text(Interval percent) {
    return percent.bounded()
        ? String.format(
            Locale.ROOT,
            "%+.2f %% [%+.2f, %+.2f]",
            percent.estimate(),
            percent.low(),
            percent.high())
        : String.format(Locale.ROOT, "%+.2f %% (no interval)", percent.estimate());
  }
}
