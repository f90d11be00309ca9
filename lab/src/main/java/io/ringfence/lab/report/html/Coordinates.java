package io.ringfence.lab.report.html;

import io.ringfence.lab.report.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values along an axis of a drawing.
 *
 * @param logarithmic whether equal distances are equal ratios
 * @param from value at {@code start}
 * @param to value at {@code end}
 */
record Coordinates(boolean logarithmic, double from, double to, double start, double end) {
  private static final int MOST_TICKS = 8;

  static Coordinates linear(double from, double to, double start, double end) {
    return from < to
        ? new Coordinates(false, from, to, start, end)
        : new Coordinates(false, from - 1, to + 1, start, end);
  }

  /** Creates a logarithmic axis for positive values. */
  static Coordinates logarithmic(double from, double to, double start, double end) {
    double least = Math.max(from, 1e-9);
    return new Coordinates(true, least, Math.max(to, least * 1.01), start, end);
  }

  double at(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, 1e-9) / from) / Math.log(to / from)
            : (value - from) / (to - from);
    return start + (end - start) * share;
  }

  /** Returns the position as {@link #at} does, limited to the drawing. */
  double within(double value) {
    double place = at(Math.clamp(value, from, to));
    return Math.clamp(place, Math.min(start, end), Math.max(start, end));
  }

  /** Returns round values within the axis. */
  List<Double> ticks() {
    return logarithmic ? logarithmicTicks() : linearTicks();
  }

  private List<Double> linearTicks() {
    double step = Math.pow(10, Math.floor(Math.log10(to - from)) - 1);
    for (int i = 0; (to - from) / step > MOST_TICKS; i++) {
      step *= i % 3 == 1 ? 2.5 : 2;
    }
    List<Double> ticks = new ArrayList<>();
    for (double k = Math.ceil(from / step); k * step <= to + step * 1e-9; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  private List<Double> logarithmicTicks() {
    double[] steps = to / from > 100 ? new double[] {1, 3} : new double[] {1, 2, 5};
    List<Double> ticks = new ArrayList<>();
    for (double ten = Math.pow(10, Math.floor(Math.log10(from))); ten <= to; ten *= 10) {
      for (double step : steps) {
        if (step * ten >= from && step * ten <= to) {
          ticks.add(step * ten);
        }
      }
    }
    return ticks;
  }

  /** Formats a coordinate. */
  static String text(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceAll("\\.0$", "");
  }

  /** Formats a tick's value. */
  static String label(double value) {
    return Phrases.number(Math.abs(value) < 1e-9 ? 0 : value);
  }
}
