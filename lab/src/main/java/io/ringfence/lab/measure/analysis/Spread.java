package io.ringfence.lab.measure.analysis;

import io.ringfence.lab.kit.statistics.Student;
import java.util.Arrays;

/**
 * Figures of a policy's runs in short.
 *
 * @param deviation standard deviation; NaN for one run
 */
public record Spread(double mean, double deviation, double least, double median, double most) {
  static Spread of(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(
        Student.mean(figures),
        Student.deviation(figures),
        sorted[0],
        median,
        sorted[sorted.length - 1]);
  }
}
