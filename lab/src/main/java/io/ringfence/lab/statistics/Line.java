package io.ringfence.lab.statistics;

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
}
