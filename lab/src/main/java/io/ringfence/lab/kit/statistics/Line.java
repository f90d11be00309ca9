package io.ringfence.lab.kit.statistics;

/** A straight line through points, by least squares. */
public record Line(double intercept, double slope) {

  /**
   * @throws IllegalArgumentException when there are fewer than two different x
   */
  public static Line through(double[] x, double[] y) {
    double meanX = Student.mean(x);
    double meanY = Student.mean(y);
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    if (xx == 0) {
      throw new IllegalArgumentException("a line needs two different x; all are " + meanX);
    }
    double slope = xy / xx;
    return new Line(meanY - slope * meanX, slope);
  }

  public double at(double x) {
    return intercept + slope * x;
  }

  /**
   * Returns R², the share of the variance of y that the line explains; 1 if all points are on it.
   *
   * @throws IllegalArgumentException when all y are equal and have no variance
   */
  public double determination(double[] x, double[] y) {
    double mean = Student.mean(y);
    double left = 0;
    double all = 0;
    for (int i = 0; i < x.length; i++) {
      left += (y[i] - at(x[i])) * (y[i] - at(x[i]));
      all += (y[i] - mean) * (y[i] - mean);
    }
    if (all == 0) {
      throw new IllegalArgumentException("R² needs two different y; all are " + mean);
    }
    return 1 - left / all;
  }
}
