package io.ringfence.lab.kit.statistics;

import java.util.Arrays;

/**
 * A verdict on the mean of a sample of differences, by rules that were fixed beforehand.
 *
 * <p><b>Equivalent</b>: two one-sided tests (TOST) both reject a difference as large as the margin;
 * equivalently, the interval with twice the error lies within the margin. <b>Different</b>: the
 * interval does not contain 0, and the two are not equivalent. <b>Not decided</b>: everything else.
 *
 * @param interval the mean's, over all looks so far
 * @param tost the interval with twice the error, which decides on equivalence
 * @param more values after which this would be decided if mean and spread stay as they are; 0 when
 *     it is decided, -1 when there is no forecast
 */
public record Decision(Interval interval, Interval tost, Verdict verdict, int more) {
  /** The largest forecast. A larger one would be useless. */
  public static final int MOST_MORE = 1_000_000;

  /**
   * @param sample differences, in the order in which they were taken
   * @param margin half the width of the region of equivalence around 0, on the sample's scale
   */
  public static Decision of(double[] sample, double margin, Looks looks) {
    Interval interval = interval(sample, looks, 1);
    Interval tost = interval(sample, looks, 2);
    Verdict verdict = verdict(interval, tost, margin);
    int more = verdict == Verdict.NOT_DECIDED ? more(sample, margin, looks.last().alpha()) : 0;
    return new Decision(interval, tost, verdict, more);
  }

  /**
   * Returns the interval after all looks so far. All looks' intervals contain the mean with the
   * promised joint probability, so their intersection does too.
   */
  public static Interval interval(double[] sample, Looks looks) {
    return interval(sample, looks, 1);
  }

  private static Interval interval(double[] sample, Looks looks, int errors) {
    Interval seen = Interval.unbounded(Student.mean(sample));
    for (Looks.Look look : looks.all()) {
      if (look.size() <= sample.length) {
        double[] part = Arrays.copyOf(sample, look.size());
        seen = Student.interval(part, errors * look.alpha()).narrowedBy(seen);
      }
    }
    return seen;
  }

  private static Verdict verdict(Interval interval, Interval tost, double margin) {
    if (tost.within(-margin, margin)) {
      return Verdict.EQUIVALENT;
    }
    return interval.holds(0) ? Verdict.NOT_DECIDED : Verdict.DIFFERENT;
  }

  private static int more(double[] sample, double margin, double alpha) {
    double deviation = Student.deviation(sample);
    double mean = Math.abs(Student.mean(sample));
    if (Double.isNaN(deviation)) {
      return -1;
    }
    int low = sample.length;
    int high = low;
    while (!decides(high, deviation, mean, margin, alpha)) {
      if (high > MOST_MORE) {
        return -1;
      }
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (decides(middle, deviation, mean, margin, alpha)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.max(1, high - sample.length);
  }

  private static boolean decides(int n, double deviation, double mean, double margin, double a) {
    return n > 1
        && (Student.halfWidth(deviation, n, 2 * a) <= margin - mean
            || Student.halfWidth(deviation, n, a) < mean);
  }
}
